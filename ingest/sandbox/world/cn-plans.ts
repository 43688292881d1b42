/** The platforms of feeds and short videos that sell advertising in the sandbox world beside Google and Meta. */
export type CnPlatform = 'tiktok-ads' | 'ocean-engine' | 'xiaohongshu';

/** Something that a search ad is shown for, and its part of the ad's traffic; of what people searched for the parts leave the rare rest out. */
export interface Shown {
  readonly text: string;
  readonly match: 'PRECISION' | 'PHRASE' | 'EXTENSIVE';
  readonly share: number;
}

/** A campaign of every year. */
export interface CnPlan {
  readonly name: string;
  /** Month-days between which each year's edition runs, or the days with a livestream. */
  readonly season: readonly [from: string, to: string] | 'live';
  /** On a plain day: impressions, click rate, cost a click in the brand's currency, purchases a click. */
  readonly traffic: { readonly impressions: number; readonly ctr: number; readonly cpc: number; readonly cvr: number };
  readonly ads: readonly { readonly group: string; readonly name: string; readonly isSearch?: boolean }[];
}

const CONVERT = { impressions: 16000, ctr: 0.018, cpc: 1.6, cvr: 0.012 };
const SEED_NOTES = { impressions: 9000, ctr: 0.07, cpc: 0.9, cvr: 0.006 };
const SPARK = { impressions: 14000, ctr: 0.011, cpc: 0.55, cvr: 0.014 };

/** The campaigns of each platform. */
export const CN_PLANS: Readonly<Record<CnPlatform, readonly CnPlan[]>> = {
  'tiktok-ads': [
    {
      name: 'Lumina | TikTok | Summer Nights {year}',
      season: ['06-01', '06-21'],
      traffic: SPARK,
      ads: [{ group: 'Interest: home', name: 'Firefly POV' }],
    },
    {
      name: 'Lumina | TikTok | Aurora Launch {year}',
      season: ['09-01', '10-15'],
      traffic: SPARK,
      ads: [
        { group: 'Broad 18-34', name: 'Aurora unboxing' },
        { group: 'Broad 18-34', name: 'Desk makeover' },
      ],
    },
    {
      name: 'Lumina | TikTok | Black Friday {year}',
      season: ['11-08', '11-30'],
      traffic: { ...SPARK, impressions: 26000, cvr: 0.02 },
      ads: [
        { group: 'Retargeting 30 d', name: 'Black Friday countdown' },
        { group: 'Lookalike buyers', name: 'Black Friday haul' },
      ],
    },
  ],
  'ocean-engine': [
    {
      name: '青岚_直播引流_常规',
      season: 'live',
      traffic: { ...CONVERT, impressions: 22000 },
      ads: [{ group: '直播间', name: '直播间画面' }],
    },
    {
      name: '青岚_女神节_{year}',
      season: ['03-01', '03-08'],
      traffic: CONVERT,
      ads: [{ group: '通投', name: '女神节 礼盒' }],
    },
    {
      name: '青岚_618_{year}',
      season: ['05-30', '06-20'],
      traffic: CONVERT,
      ads: [
        { group: '通投', name: '修护精华 成分讲解' },
        { group: '通投', name: '清透防晒 实测' },
        { group: '搜索', name: '618 搜索', isSearch: true },
      ],
    },
    {
      name: '青岚_双11_{year}',
      season: ['10-26', '11-12'],
      traffic: { ...CONVERT, impressions: 24000 },
      ads: [
        { group: '通投', name: '双11 预售 主推' },
        { group: '通投', name: '双11 面霜 对比' },
        { group: '搜索', name: '双11 搜索', isSearch: true },
      ],
    },
  ],
  xiaohongshu: [
    {
      name: '青岚_种草_618_{year}',
      season: ['05-20', '06-18'],
      traffic: SEED_NOTES,
      ads: [
        { group: '敏感肌人群', name: '敏感肌一周记录' },
        { group: '成分党人群', name: '防晒红黑榜' },
      ],
    },
    {
      name: '青岚_搜索_618_{year}',
      season: ['05-20', '06-18'],
      traffic: { ...SEED_NOTES, impressions: 3200 },
      ads: [{ group: '精华词包', name: '精华怎么选', isSearch: true }],
    },
    {
      name: '青岚_种草_双11_{year}',
      season: ['10-15', '11-11'],
      traffic: SEED_NOTES,
      ads: [{ group: '囤货人群', name: '双11 空瓶记' }],
    },
    {
      name: '青岚_搜索_双11_{year}',
      season: ['10-15', '11-11'],
      traffic: { ...SEED_NOTES, impressions: 3600 },
      ads: [{ group: '面霜词包', name: '面霜测评合集', isSearch: true }],
    },
  ],
};

/** What search ads are shown for. */
export const KEYWORDS: readonly Shown[] = [
  { text: '青岚精华', match: 'PRECISION', share: 0.6 },
  { text: '敏感肌精华', match: 'EXTENSIVE', share: 0.4 },
];
/** What people searched for when they saw them; what a few searched for is not told. */
export const QUERIES: readonly Shown[] = [
  { text: '青岚 修护精华', match: 'PRECISION', share: 0.45 },
  { text: '青岚 正品', match: 'PHRASE', share: 0.2 },
  { text: '敏感肌 精华 推荐', match: 'EXTENSIVE', share: 0.15 },
];
