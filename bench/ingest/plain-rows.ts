import type { Cell } from '../../src/database/copy';
import { microsFromDecimal } from '../../src/lib/money';
import type { AdRecord } from './ad-records';
import type { PlainAd } from './PlainAd';

/** The columns of the table that takes raw rows: what a row of `fact.ad_day` holds, without key, index or write-ahead log. */
export const RAW_TABLE = `CREATE UNLOGGED TABLE bench.raw_ad (day date, source_id integer, campaign_id integer, ad_group text, ad text,
  device text, region text, currency text, impressions bigint, clicks bigint, spend_micros bigint, conversions_claimed_micros bigint,
  revenue_claimed_micros bigint, page_id bigint, record_no integer)`;

export const RAW_COLUMNS = [
  'day, source_id, campaign_id, ad_group, ad, device, region, currency, impressions, clicks, spend_micros',
  'conversions_claimed_micros, revenue_claimed_micros, page_id, record_no',
];

/** A record as cells that only need copying. */
export function rawRow(record: AdRecord, place: number): Cell[] {
  const { date, ad_group, ad, device, currency, impressions, clicks } = record;
  const micros = [record.spend, record.conversions, record.revenue].map((amount) => String(microsFromDecimal(amount)));
  return [date, '1', campaignOf(record), ad_group, ad, device, '', currency, impressions, clicks, ...micros, '1', String(place)];
}

/** The table of {@link PlainAd}. */
export const PLAIN_TABLE = `CREATE TABLE bench.plain_ad (day date, campaign_id integer, ad_group text, ad text, device text, currency text NOT NULL,
  impressions bigint NOT NULL, clicks bigint NOT NULL, spend_micros bigint NOT NULL, conversions_micros bigint NOT NULL,
  revenue_micros bigint NOT NULL, PRIMARY KEY (day, campaign_id, ad_group, ad, device))`;

/** A record as an ordinary entity. */
export function plainAd(record: AdRecord): PlainAd {
  return {
    day: record.date,
    campaignId: Number(campaignOf(record)),
    adGroup: record.ad_group,
    ad: record.ad,
    device: record.device,
    currency: record.currency,
    impressions: record.impressions,
    clicks: record.clicks,
    spendMicros: String(microsFromDecimal(record.spend)),
    conversionsMicros: String(microsFromDecimal(record.conversions)),
    revenueMicros: String(microsFromDecimal(record.revenue)),
  };
}

function campaignOf({ campaign_id }: AdRecord): string {
  return campaign_id.slice(-6);
}
