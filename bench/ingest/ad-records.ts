import { addDays, type Day, type DayRange } from '../../src/lib/day';

/** One record as the bench's platform tells it: numbers as text, amounts in units of the currency. */
export interface AdRecord {
  readonly date: Day;
  readonly campaign_id: string;
  readonly campaign_name: string;
  readonly ad_group: string;
  readonly ad: string;
  readonly device: string;
  readonly currency: string;
  readonly impressions: string;
  readonly clicks: string;
  readonly spend: string;
  readonly conversions: string;
  readonly revenue: string;
}

export const CAMPAIGNS = 200;
const FIRST_DAY: Day = '2020-01-01';

/** How many rows there are, and how many ads each campaign has on a day. */
export interface Extent {
  readonly rows: number;
  readonly ads: number;
}

/** The days of so many rows. */
export function daysOfRows({ rows, ads }: Extent): DayRange {
  return { from: FIRST_DAY, to: addDays(FIRST_DAY, Math.ceil(rows / (CAMPAIGNS * ads)) - 1) };
}

/** The record at a place of the whole, in the order of day and campaign. `edition` 1 and up restates every tenth: other clicks and spend. */
export function adRecord(place: number, edition: number, ads: number): AdRecord {
  const day = Math.floor(place / (CAMPAIGNS * ads));
  const campaign = Math.floor(place / ads) % CAMPAIGNS;
  const ad = place % ads;
  const restated = place % 10 === 7 ? edition : 0;
  const noise = (place * 7919) % 10_007;
  return {
    date: addDays(FIRST_DAY, day),
    campaign_id: String(120_200_000_000 + campaign),
    campaign_name: `Campaign ${campaign} | brand | conversion`,
    ad_group: String(23_850_000_000_000 + campaign * 10),
    ad: String(23_860_000_000_000 + campaign * 1000 + ad),
    device: 'mobile',
    currency: 'CNY',
    impressions: String(1000 + noise),
    clicks: String((noise % 97) + restated),
    spend: `${(noise % 523) + restated}.${String(noise % 100).padStart(2, '0')}`,
    conversions: String(noise % 13),
    revenue: `${noise % 1511}.50`,
  };
}
