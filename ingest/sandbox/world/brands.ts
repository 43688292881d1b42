/** A product that a brand sells: price in hundredths of the brand's currency. */
export interface WorldProduct {
  readonly sku: string;
  readonly line: string;
  readonly title: string;
  readonly priceCents: number;
}

/** A brand of the sandbox world. `aliases` are the spellings that people use beside the three names; `hashtags` come without `#`; `excludes` are phrases that carry a name but mean something else. */
export interface WorldBrand {
  readonly key: string;
  readonly own: boolean;
  readonly trade: 'lamp' | 'skin' | 'tea';
  readonly names: { readonly en: string; readonly 'zh-Hans': string; readonly 'zh-Hant': string };
  readonly aliases: readonly string[];
  readonly hashtags: readonly string[];
  readonly excludes: readonly string[];
}

/** A brand that the sandbox's company owns: it has accounts, a shop and a site. Day boundaries follow `timeZone`, money is in `currency`. */
export interface OwnBrand extends WorldBrand {
  readonly own: true;
  readonly currency: string;
  readonly timeZone: string;
  readonly site: string;
  readonly country: string;
  /** The price level against the US dollar, so that costs look right in each currency. */
  readonly priceLevel: number;
  readonly products: readonly WorldProduct[];
}

/** The three brands that the sandbox's company owns. */
export const OWN_BRANDS: readonly OwnBrand[] = [
  {
    key: 'lumina',
    own: true,
    trade: 'lamp',
    names: { en: 'Lumina', 'zh-Hans': '光曜', 'zh-Hant': '光曜' },
    aliases: ['Lumina Home', 'lumina lamp', '光曜灯'],
    hashtags: ['lumina', 'luminahome', '光曜'],
    excludes: ['Latin plural of lumen', 'Chevrolet Lumina'],
    currency: 'USD',
    timeZone: 'America/New_York',
    site: 'sc-domain:lumina.example',
    country: 'US',
    priceLevel: 1,
    products: [
      { sku: 'LUM-DSK-01', line: 'desk-lamp', title: 'Aurora Desk Lamp', priceCents: 7900 },
      { sku: 'LUM-DSK-02', line: 'desk-lamp', title: 'Aurora Desk Lamp Pro', priceCents: 12900 },
      { sku: 'LUM-CEI-01', line: 'ceiling-light', title: 'Halo Ceiling Light', priceCents: 15900 },
      { sku: 'LUM-NGT-01', line: 'night-light', title: 'Firefly Night Light', priceCents: 2450 },
    ],
  },
  {
    key: 'verdane',
    own: true,
    trade: 'skin',
    names: { en: 'Verdane', 'zh-Hans': '青岚', 'zh-Hant': '青嵐' },
    aliases: ['Verdane Skin', '青岚护肤', '青嵐護膚'],
    hashtags: ['verdane', '青岚', '青嵐'],
    excludes: ['山间青岚'],
    currency: 'CNY',
    timeZone: 'Asia/Shanghai',
    site: 'sc-domain:verdane.example',
    country: 'CN',
    priceLevel: 7.2,
    products: [
      { sku: 'VER-SER-30', line: 'serum', title: '青岚 修护精华 30ml', priceCents: 32900 },
      { sku: 'VER-SER-50', line: 'serum', title: '青岚 修护精华 50ml', priceCents: 46900 },
      { sku: 'VER-CRM-50', line: 'cream', title: '青岚 舒缓面霜 50g', priceCents: 25900 },
      { sku: 'VER-SUN-40', line: 'sunscreen', title: '青岚 清透防晒 40ml', priceCents: 15900 },
    ],
  },
  {
    key: 'kumo',
    own: true,
    trade: 'tea',
    names: { en: 'Kumo Tea', 'zh-Hans': '云茶', 'zh-Hant': '雲茶' },
    aliases: ['Kumo', 'KumoTea', '云茶 Kumo'],
    hashtags: ['kumotea', 'kumo', '云茶', '雲茶'],
    excludes: ['kumo is Japanese'],
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
    site: 'sc-domain:kumo-tea.example',
    country: 'DE',
    priceLevel: 0.92,
    products: [
      { sku: 'KUM-GRN-100', line: 'green-tea', title: 'Mist Green Tea 100 g', priceCents: 1450 },
      { sku: 'KUM-OOL-100', line: 'oolong', title: 'High Mountain Oolong 100 g', priceCents: 1990 },
      { sku: 'KUM-GFT-01', line: 'gift-box', title: 'Four Seasons Gift Box', priceCents: 4900 },
      { sku: 'KUM-GFT-02', line: 'gift-box', title: 'Cloud Gift Box', priceCents: 7500 },
    ],
  },
];

/** The brands that the company watches but does not own. */
export const COMPETITORS: readonly WorldBrand[] = [
  rival('brightly', 'lamp', 'Brightly', '明朗灯饰', '明朗燈飾', ['Brightly Lights', '明朗灯'], ['brightly', '明朗灯饰']),
  rival('solara', 'lamp', 'Solara', '曜日', '曜日', ['Solara Lighting', '曜日灯具'], ['solara', '曜日'], ['Toyota Solara', '七曜日']),
  rival('petalix', 'skin', 'Petalix', '花序', '花序', ['Petalix Beauty', '花序护肤'], ['petalix', '花序']),
  rival('teaforest', 'tea', 'TeaForest', '茶林', '茶林', ['Tea Forest', '茶林茶业'], ['teaforest', '茶林']),
];

/** Every brand of the sandbox world, own brands first. */
export const WORLD_BRANDS: readonly WorldBrand[] = [...OWN_BRANDS, ...COMPETITORS];

/** The own brand with this key. Throws a RangeError that names the key when there is none. */
export function ownBrand(key: string): OwnBrand {
  const brand = OWN_BRANDS.find((candidate) => candidate.key === key);
  if (!brand) throw new RangeError(`ownBrand: "${key}" is not an own brand; expected one of ${OWN_BRANDS.map((b) => b.key).join(', ')}`);
  return brand;
}

function rival(
  key: string,
  trade: WorldBrand['trade'],
  en: string,
  hans: string,
  hant: string,
  aliases: readonly string[],
  hashtags: readonly string[],
  excludes: readonly string[] = [],
): WorldBrand {
  return { key, own: false, trade, names: { en, 'zh-Hans': hans, 'zh-Hant': hant }, aliases, hashtags, excludes };
}
