import type { Day } from '../../../src/lib/day';
import { type OwnBrand, ownBrand } from './brands';
import { idOf } from './dice';

/** The platforms that sell advertising in the sandbox world. */
export type AdPlatform = 'google-ads' | 'meta-ads';

/** An advertising account: Google customer ids have ten digits, Meta ids start with `act_`. */
export interface AdAccount {
  readonly platform: AdPlatform;
  readonly id: string;
  readonly name: string;
  readonly brand: OwnBrand;
}

/** What a campaign of a kind does on a plain day: impressions, click rate, cost a click in US dollars, purchases a click. */
export interface CampaignKind {
  readonly channel: string;
  readonly objective: string;
  readonly impressions: number;
  readonly ctr: number;
  readonly cpc: number;
  readonly cvr: number;
}

/** One ad and the part of its campaign's traffic that it gets on each device; Meta's ads have the one device `''`. */
export interface Ad {
  readonly id: string;
  readonly name: string;
  readonly groupId: string;
  readonly groupName: string;
  readonly devices: readonly (readonly [device: string, share: number])[];
}

/** A campaign in one of its years; `from` and `to` bound the days on which it may run, null when it is always on. */
export interface Campaign {
  readonly id: string;
  readonly name: string;
  readonly kind: CampaignKind;
  readonly account: AdAccount;
  readonly from: Day | null;
  readonly to: Day | null;
  readonly ads: readonly Ad[];
}

const KINDS = {
  brandSearch: { channel: 'SEARCH', objective: '', impressions: 900, ctr: 0.12, cpc: 0.35, cvr: 0.05 },
  genericSearch: { channel: 'SEARCH', objective: '', impressions: 2600, ctr: 0.04, cpc: 0.85, cvr: 0.018 },
  shopping: { channel: 'SHOPPING', objective: '', impressions: 3800, ctr: 0.015, cpc: 0.6, cvr: 0.025 },
  video: { channel: 'VIDEO', objective: '', impressions: 9000, ctr: 0.004, cpc: 0.5, cvr: 0.006 },
  conversions: { channel: '', objective: 'OUTCOME_SALES', impressions: 6000, ctr: 0.012, cpc: 0.9, cvr: 0.03 },
  retargeting: { channel: '', objective: 'OUTCOME_SALES', impressions: 1800, ctr: 0.02, cpc: 0.8, cvr: 0.045 },
  traffic: { channel: '', objective: 'OUTCOME_TRAFFIC', impressions: 5000, ctr: 0.018, cpc: 0.4, cvr: 0.006 },
  awareness: { channel: '', objective: 'OUTCOME_AWARENESS', impressions: 14000, ctr: 0.005, cpc: 0.5, cvr: 0.003 },
} satisfies Record<string, CampaignKind>;

interface Plan {
  readonly name: string;
  readonly kind: keyof typeof KINDS;
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** Month-days between which a yearly campaign runs; each year is a campaign of its own. */
  readonly season?: readonly [from: string, to: string];
}

const PLANS: Readonly<Record<string, readonly Plan[]>> = {
  'google-ads:lumina': [
    { name: 'Lumina | Search | Brand | US', kind: 'brandSearch', groups: { 'Brand exact': ['Lumina official', 'Lumina free shipping'] } },
    {
      name: 'Lumina | Search | Generic | US',
      kind: 'genericSearch',
      groups: { 'Desk lamp': ['Desk lamp that dims'], 'Night light': ['Night light for kids'] },
    },
    { name: 'Lumina | Shopping | Desk Lamp | US', kind: 'shopping', groups: { 'All desk lamps': ['Product ad'] } },
    { name: 'Lumina | Video | Launch {year} | US', kind: 'video', groups: { 'In-stream': ['Aurora 15 s'] }, season: ['09-01', '12-31'] },
  ],
  'google-ads:verdane': [
    { name: 'Verdane | Search | Brand | CN', kind: 'brandSearch', groups: { 品牌词: ['青岚官方', '青岚正品'] } },
    { name: 'Verdane | Search | Generic | CN', kind: 'genericSearch', groups: { 精华: ['修护精华推荐'], 防晒: ['清透防晒推荐'] } },
    { name: 'Verdane | Shopping | Serum | CN', kind: 'shopping', groups: { Serum: ['Product ad'] } },
    { name: 'Verdane | Video | 618 {year} | CN', kind: 'video', groups: { '618': ['618 预热 15 秒'] }, season: ['05-15', '06-20'] },
  ],
  'google-ads:kumo': [
    { name: 'Kumo | Search | Brand | DE', kind: 'brandSearch', groups: { 'Brand exact': ['Kumo Tea shop', 'Kumo Tea Berlin'] } },
    {
      name: 'Kumo | Search | Generic | DE',
      kind: 'genericSearch',
      groups: { 'Oolong kaufen': ['Oolong aus Taiwan'], 'Grüner Tee': ['Grüner Tee frisch'] },
    },
    { name: 'Kumo | Shopping | Oolong | EU', kind: 'shopping', groups: { Oolong: ['Product ad'] } },
    {
      name: 'Kumo | Video | Gift Season {year} | EU',
      kind: 'video',
      groups: { 'In-stream': ['Gift box 20 s'] },
      season: ['11-01', '12-24'],
    },
  ],
  'meta-ads:lumina': [
    {
      name: 'Lumina | Conversions | Prospecting | US',
      kind: 'conversions',
      groups: { 'Lookalike 1%': ['Aurora carousel', 'Aurora video'] },
    },
    { name: 'Lumina | Conversions | Retargeting | US', kind: 'retargeting', groups: { 'Cart 14 days': ['Come back offer'] } },
    {
      name: 'Lumina | Awareness | Black Friday {year} | US',
      kind: 'awareness',
      groups: { Broad: ['Black Friday film'] },
      season: ['11-10', '11-30'],
    },
  ],
  'meta-ads:verdane': [
    { name: '青岚 | 品牌 | 小红书同款', kind: 'traffic', groups: { 种草人群: ['同款精华 图文', '同款精华 视频'] } },
    { name: '青岚 | 转化 | 精华新客', kind: 'conversions', groups: { '新客 25-34': ['首单立减'] } },
    { name: '青岚 | 大促 | 双11 {year}', kind: 'awareness', groups: { 大促人群: ['双11 预售'] }, season: ['10-20', '11-12'] },
  ],
  'meta-ads:kumo': [
    {
      name: 'Kumo | Conversions | Gift Box | DE',
      kind: 'conversions',
      groups: { 'Tea lovers': ['Gift box carousel'], Newsletter: ['Gift box reminder'] },
    },
    { name: 'Kumo | Traffic | Tea Journal | EU', kind: 'traffic', groups: { Readers: ['Journal story'] } },
    {
      name: 'Kumo | Awareness | Spring Harvest {year} | EU',
      kind: 'awareness',
      groups: { Broad: ['Harvest film'] },
      season: ['03-15', '05-31'],
    },
  ],
};

/** The Google Ads manager account above the three customers. */
export const MANAGER_ID = '4120557300';

/** Every advertising account of the sandbox world. */
export const AD_ACCOUNTS: readonly AdAccount[] = [
  { platform: 'google-ads', id: '4120557301', name: 'Lumina Google Ads', brand: ownBrand('lumina') },
  { platform: 'google-ads', id: '4120557302', name: 'Verdane Google Ads', brand: ownBrand('verdane') },
  { platform: 'google-ads', id: '4120557303', name: 'Kumo Tea Google Ads', brand: ownBrand('kumo') },
  { platform: 'meta-ads', id: 'act_104880331665520101', name: 'Lumina Meta', brand: ownBrand('lumina') },
  { platform: 'meta-ads', id: 'act_104880331665520102', name: '青岚 Meta', brand: ownBrand('verdane') },
  { platform: 'meta-ads', id: 'act_104880331665520103', name: 'Kumo Tea Meta', brand: ownBrand('kumo') },
];

const editions = new Map<string, readonly Campaign[]>();

/** The campaigns of an account that exist in a calendar year: those always on, and that year's edition of the yearly ones. */
export function campaignsIn(account: AdAccount, year: string): readonly Campaign[] {
  const key = `${account.id}/${year}`;
  const known = editions.get(key);
  if (known) return known;
  const made = (PLANS[`${account.platform}:${account.brand.key}`] ?? []).map((plan) => edition(account, plan, year));
  editions.set(key, made);
  return made;
}

/** Whether a campaign runs on a day. */
export function runsOn(campaign: Campaign, day: Day): boolean {
  return (campaign.from === null || campaign.from <= day) && (campaign.to === null || day <= campaign.to);
}

function edition(account: AdAccount, plan: Plan, year: string): Campaign {
  const name = plan.name.replace('{year}', year);
  const groups = Object.entries(plan.groups);
  const share = 1 / groups.reduce((sum, [, ads]) => sum + ads.length, 0);
  const ads = groups.flatMap(([groupName, names]) =>
    names.map((adName) => adOf(`${account.id}/${name}/${groupName}`, groupName, adName, plan.kind, share)),
  );
  const [from = null, to = null] = (plan.season ?? []).map((date) => `${year}-${date}`);
  return { id: idOf(`${account.id}/${name}`, 17), name, kind: KINDS[plan.kind], account, from, to, ads };
}

function adOf(group: string, groupName: string, name: string, kind: keyof typeof KINDS, share: number): Ad {
  const devices = DEVICES[kind].map(([device, part]) => [device, part * share] as const);
  return { id: idOf(`${group}/${name}`, 18), name, groupId: idOf(group, 17), groupName, devices };
}

const ONE = [['', 1]] as const;
const DEVICES: Record<keyof typeof KINDS, readonly (readonly [string, number])[]> = {
  brandSearch: [['MOBILE', 1]],
  genericSearch: [
    ['MOBILE', 0.62],
    ['DESKTOP', 0.38],
  ],
  shopping: [
    ['MOBILE', 0.7],
    ['DESKTOP', 0.3],
  ],
  video: [['CONNECTED_TV', 1]],
  conversions: ONE,
  retargeting: ONE,
  traffic: ONE,
  awareness: ONE,
};
