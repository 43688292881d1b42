import type { Day } from '../../../src/lib/day';
import { type OwnBrand, ownBrand } from './brands';
import { CN_PLANS, type CnPlan, type CnPlatform, KEYWORDS, QUERIES, type Shown } from './cn-plans';
import { idOf, roll } from './dice';
import { livePlansOn } from './live-plans';

/** An advertising account; its id is the platform's own. */
export interface CnAccount {
  readonly platform: CnPlatform;
  readonly id: string;
  readonly name: string;
  readonly brand: OwnBrand;
}

/** One ad: what it shows, its part of its campaign's traffic, and for search ads the keywords and the searches. */
export interface CnAd {
  readonly id: string;
  readonly name: string;
  readonly groupId: string;
  readonly groupName: string;
  readonly material: string;
  readonly note: string;
  readonly share: number;
  readonly keywords: readonly Shown[];
  readonly queries: readonly Shown[];
}

/** What a campaign does on a plain day: impressions, click rate, cost a click in the brand's currency, purchases a click. */
export interface CnCampaign {
  readonly id: string;
  readonly name: string;
  readonly account: CnAccount;
  readonly impressions: number;
  readonly ctr: number;
  readonly cpc: number;
  readonly cvr: number;
  readonly ads: readonly CnAd[];
  runsOn(day: Day): boolean;
}

/** Every account of these platforms. */
export const CN_ACCOUNTS: readonly CnAccount[] = [
  { platform: 'tiktok-ads', id: '7290480331665520101', name: 'Lumina TikTok', brand: ownBrand('lumina') },
  { platform: 'ocean-engine', id: '7318520260001234567', name: '青岚 巨量引擎', brand: ownBrand('verdane') },
  { platform: 'xiaohongshu', id: '9590195', name: '青岚 聚光', brand: ownBrand('verdane') },
];

const editions = new Map<string, readonly CnCampaign[]>();

/** The account with this id; undefined when the platform has none. */
export function cnAccount(platform: CnPlatform, id: string): CnAccount | undefined {
  return CN_ACCOUNTS.find((account) => account.platform === platform && account.id === id);
}

/** The campaigns of an account that run on a day. */
export function cnCampaignsOn(account: CnAccount, day: Day): readonly CnCampaign[] {
  const year = day.slice(0, 4);
  const key = `${account.id}/${year}`;
  const known = editions.get(key) ?? CN_PLANS[account.platform].map((plan) => edition(account, plan, year));
  editions.set(key, known);
  return known.filter((campaign) => campaign.runsOn(day));
}

function edition(account: CnAccount, plan: CnPlan, year: string): CnCampaign {
  const name = plan.name.replace('{year}', year);
  const key = `${account.id}/${name}`;
  const { season } = plan;
  const ads = plan.ads.map((ad) => adOf(key, ad, 1 / plan.ads.length));
  const runsOn =
    season === 'live'
      ? (day: Day) => livePlansOn(day).length > 0
      : (day: Day) => `${year}-${season[0]}` <= day && day <= `${year}-${season[1]}`;
  return { id: int64(key), name, account, ...plan.traffic, ads, runsOn };
}

function adOf(campaign: string, { group, name, isSearch }: CnPlan['ads'][number], share: number): CnAd {
  const groupKey = `${campaign}/${group}`;
  const key = `${groupKey}/${name}`;
  return {
    id: int64(key),
    name,
    groupId: int64(groupKey),
    groupName: group,
    material: int64(`material/${key}`),
    note: noteId(key),
    share,
    keywords: isSearch ? KEYWORDS : [],
    queries: isSearch ? QUERIES : [],
  };
}

/** An id of nineteen digits, beyond what a double holds and within 64 bits. */
function int64(key: string): string {
  return `7${idOf(key, 18)}`;
}

/** Twenty-four hexadecimal digits. */
function noteId(key: string): string {
  const dice = roll('note', key);
  return Array.from({ length: 24 }, () => dice.int(0, 15).toString(16)).join('');
}
