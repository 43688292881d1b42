import type { Cell } from '../../src/database/copy';
import { microsFromDecimal } from '../../src/lib/money';
import type { AdRecord } from './ad-records';
import type { PlainAd } from './PlainAd';

/** The columns of the table that takes raw rows: what a row of `fact.ad_day` holds, without key, index or write-ahead log. */
export const RAW_TABLE = `CREATE UNLOGGED TABLE bench.raw_ad (day date, source_id integer, campaign_id integer, ad_group text, ad text,
  device text, region text, currency text, impressions bigint, clicks bigint, spend_micros bigint, conversions_claimed_micros bigint,
  revenue_claimed_micros bigint, page_id bigint, record_no integer)`;

const RAW_COLUMNS = `day, source_id, campaign_id, ad_group, ad, device, region, currency, impressions, clicks, spend_micros,
  conversions_claimed_micros, revenue_claimed_micros, page_id, record_no`;

export const RAW_COPY = `COPY bench.raw_ad (${RAW_COLUMNS}) FROM STDIN`;

/** A record as cells that only need copying. */
export function rawRow(record: AdRecord, place: number): Cell[] {
  const { date, ad_group, ad, device, currency, impressions, clicks } = record;
  const micros = [record.spend, record.conversions, record.revenue].map((amount) => String(microsFromDecimal(amount)));
  return [date, '1', campaignOf(record), ad_group, ad, device, '', currency, impressions, clicks, ...micros, '1', String(place)];
}

/** Rows that are there already in the table of {@link PlainAd}: the first so many of the raw ones. */
export const FILL_PLAIN = `INSERT INTO bench.plain_ad (day, source_id, campaign_id, ad_group, ad, device, region, currency, impressions, clicks,
  spend_micros, conversions_micros, revenue_micros)
  SELECT day, source_id, campaign_id, ad_group, ad, device, region, currency, impressions, clicks, spend_micros, conversions_claimed_micros,
  revenue_claimed_micros FROM bench.raw_ad ORDER BY day, campaign_id, ad LIMIT $1`;

/** A record as an ordinary entity. */
export function plainAd(record: AdRecord): PlainAd {
  return {
    day: record.date,
    sourceId: 1,
    campaignId: Number(campaignOf(record)),
    adGroup: record.ad_group,
    ad: record.ad,
    device: record.device,
    region: '',
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
