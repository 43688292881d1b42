import type { Client } from 'pg';
import { inWorkspace } from '../../src/database/session';
import { rebuildRollups } from '../../src/metrics/refresh-rollups';
import { type BenchHub, WORKSPACE } from '../bench-hub';

/** How many days the facts have. */
export const DAYS = 500;
/** So many are filled at once, to be sorted in memory and to tell how far it is. */
const DAYS_AT_ONCE = 50;
/** The first of the days; the last, {@link LAST_DAY}, is the day before the servers' today. */
export const FIRST_DAY = '2025-01-01';
export const LAST_DAY = '2026-05-15';

const BRAND_ROWS = `INSERT INTO hub.brand (workspace_id, key, name, own) SELECT $1, 'brand-' || b, 'Brand ' || b, true FROM generate_series(0, 3) b`;

const CAMPAIGN_ROWS = `INSERT INTO hub.campaign (workspace_id, key, name, platform, channel, brand_id)
  SELECT $1, 'bench:' || c, 'Campaign ' || lpad(c::text, 3, '0'), 'bench', (ARRAY['paid_search', 'paid_social', 'paid_video', 'paid_display', 'paid_shopping'])[1 + c % 5],
    (SELECT id FROM hub.brand WHERE workspace_id = $1 AND key = 'brand-' || c % 4)
  FROM generate_series(1, $2::integer) c`;

const FACT_ROWS = `INSERT INTO fact.ad_day (workspace_id, day, source_id, campaign_id, ad_group, ad, device, region, currency, impressions, clicks, spend_micros,
    conversions_claimed_micros, revenue_claimed_micros, page_id, record_no, recorded_at)
  SELECT $1, date '${FIRST_DAY}' + d, $2, c.id, 'group ' || a % 3, 'ad ' || a, 'mobile', '', 'CNY', 1000 + n % 9001, n % 97, (n % 523) * 1000000 + n % 1000000,
    (n % 13) * 1000000, (n % 1511) * 1000000, 1, 0, now()
  FROM generate_series($5::integer, $6::integer) d
  CROSS JOIN (SELECT id FROM hub.campaign WHERE workspace_id = $1) c
  CROSS JOIN generate_series($3::integer, $4::integer) a
  CROSS JOIN LATERAL (SELECT (d * 7919 + c.id * 104729 + a * 1299709) % 1000003 AS n) noise
  ORDER BY d, c.id, a`;

const SOURCE_ROW = `INSERT INTO hub.source (workspace_id, key, name, connector, schedule, time_zone) VALUES ($1, 'bench', 'Bench', 'bench', '', 'UTC') RETURNING id`;

/** Facts of ads of some campaigns over 500 days, in the order of day and campaign, that can grow. */
export class CampaignDays {
  private ads = 0;

  private constructor(
    private readonly hub: BenchHub,
    readonly sourceId: number,
    private readonly campaigns: number,
  ) {}

  /** The campaigns, without a fact. */
  static async begin(hub: BenchHub, campaigns: number): Promise<CampaignDays> {
    const source = await hub.superuser.query<{ id: number }>(SOURCE_ROW, [WORKSPACE]);
    await hub.superuser.query(BRAND_ROWS, [WORKSPACE]);
    await hub.superuser.query(CAMPAIGN_ROWS, [WORKSPACE, campaigns]);
    await hub.superuser.query(`SELECT hub.ensure_partitions('ad_day', $1, $2)`, [FIRST_DAY, LAST_DAY]);
    return new CampaignDays(hub, source.rows[0]!.id, campaigns);
  }

  /** Adds ads until there are about so many rows, at least one ad a campaign. Returns the rows. */
  async growTo(rows: number): Promise<number> {
    const rowsPerAd = this.campaigns * DAYS;
    const ads = Math.max(1, Math.round(rows / rowsPerAd));
    for (let day = 0; day < DAYS; day += DAYS_AT_ONCE) {
      await this.hub.superuser.query(FACT_ROWS, [WORKSPACE, this.sourceId, this.ads + 1, ads, day, day + DAYS_AT_ONCE - 1]);
      process.stderr.write(`graphql: ${day + DAYS_AT_ONCE} of ${DAYS} days filled, of ${(ads * rowsPerAd).toLocaleString('en')} rows\n`);
    }
    this.ads = ads;
    await inWorkspace(this.hub.database, WORKSPACE, rebuildRollups);
    await settle(this.hub.superuser);
    return ads * rowsPerAd;
  }
}

const SETTLED = [
  'fact.ad_day',
  'rollup.ad_day_campaign',
  'rollup.ad_day_brand',
  'rollup.ad_month_brand',
  'rollup.ad_week_campaign',
  'rollup.source_day',
  'rollup.fact_currency',
  'hub.campaign',
  'hub.brand',
];

/** What the server's own housekeeping would do in time, done before anything is measured. */
async function settle(superuser: Client): Promise<void> {
  for (const table of SETTLED) {
    await superuser.query(`VACUUM ANALYZE ${table}`);
  }
  await superuser.query('CHECKPOINT');
}
