import type { Pool } from 'pg';
import { WORKSPACE } from '../bench-hub';
import { BRAND, GROUP, MONTH, MONTHS_OF_YEAR, type QuestionName, SEARCH, WEEKS_OF_MONTH, YEAR } from './questions';

/** Where a bare answer is read from: the sums by day, these with whole months and weeks by such where there are some (and mentions as the hub reads them), or the facts themselves. */
export const TABLES = { rollup: 'rollup.ad_day_campaign', wholes: 'rollup.ad_day_campaign', facts: 'fact.ad_day' } as const;
export type TableName = keyof typeof TABLES;

/** The table of that name; throws when there is none. */
export function tableNamed(name: string | undefined): TableName {
  const found = (Object.keys(TABLES) as TableName[]).find((each) => each === name);
  if (!found) throw new Error(`bench: there is no table "${name}"; there are ${Object.keys(TABLES).join(', ')}`);
  return found;
}

const OF_DAYS = 'f.workspace_id = $1 AND f.day BETWEEN $2 AND $3';

/** Rows `f`, what demands the days $2 to $3 of them where they are not those alone, and what says what their campaigns are. */
interface Rows {
  readonly rows: string;
  readonly where: string;
  readonly said: 'c' | 'f';
}

/** The same where only what campaigns are is asked for: the coarser sums say it themselves. */
export const BY_WHAT_CAMPAIGNS_ARE: Record<TableName, Rows> = {
  rollup: { rows: 'rollup.ad_day_brand f', where: `WHERE ${OF_DAYS}`, said: 'f' },
  wholes: { rows: `(${wholesAndDays('ad_month_brand', 'ad_day_brand', 'brand_id, channel', MONTHS_OF_YEAR)}) f`, where: '', said: 'f' },
  facts: {
    rows: `${TABLES.facts} f JOIN hub.campaign c ON c.workspace_id = f.workspace_id AND c.id = f.campaign_id`,
    where: `WHERE ${OF_DAYS}`,
    said: 'c',
  },
};

/**
 * Whole months or weeks between $2 and $3, the days before them, and of what is after them the sums of the last one where it has no days beyond, else the days; of the workspace $1, with the
 * columns `by` which they are told apart. Of all of these what is demanded `more`.
 */
function wholesAndDays(
  wholes: string,
  days: string,
  by: string,
  { from, to, dayBefore, dayAfter, end }: typeof MONTHS_OF_YEAR,
  more = '',
): string {
  const rows = (table: string, demand: string) =>
    `SELECT workspace_id, ${by}, day, spend_micros, impressions, clicks, revenue_claimed_micros FROM rollup.${table} WHERE workspace_id = $1 AND ${demand}${more}`;
  const goesOn = `EXISTS (SELECT FROM rollup.${days} WHERE workspace_id = $1 AND day > $3 AND day <= '${end}')`;
  return [
    rows(wholes, `day BETWEEN '${from}' AND '${to}'`),
    rows(days, `day BETWEEN $2 AND '${dayBefore}'`),
    rows(wholes, `day = '${dayAfter}' AND NOT ${goesOn}`),
    rows(days, `day BETWEEN '${dayAfter}' AND $3 AND ${goesOn}`),
  ].join('\n    UNION ALL ');
}

/** The days of the weeks between $2 and $3 of the workspace $1, out of what each week's row holds of them; of these what is `demanded`. */
function daysOfWeeks(demanded: string): string {
  const sums = ['spend_micros', 'impressions', 'clicks', 'revenue_claimed_micros'].map((name) => `unnest(f.${name}_by_day) AS ${name}`);
  return `SELECT unnest(f.days) AS day, ${sums.join(', ')} FROM rollup.ad_week_campaign f
    WHERE f.workspace_id = $1 AND f.day BETWEEN date_trunc('week', $2::date::timestamp)::date AND $3 AND ${demanded}`;
}

interface Sums {
  spend: string;
  impressions: string;
  clicks: string;
  revenue: string;
}

interface FoundMention {
  publishedAt: Date;
  text: string;
  sentiment: string;
  engagements: number;
  total: string;
}

const SUMS =
  'sum(f.spend_micros)::text AS spend, sum(f.impressions)::text AS impressions, sum(f.clicks)::text AS clicks, sum(f.revenue_claimed_micros)::text AS revenue';

/** The same data as the hub's answer to a question, as somebody would write it by hand who needs only this. */
export const BARE_ANSWERS: Record<QuestionName, (pool: Pool, table: TableName) => Promise<object>> = {
  async Q1(pool, table) {
    const from = BY_WHAT_CAMPAIGNS_ARE[table];
    const { rows } = await pool.query<Sums & { channel: string }>(
      `SELECT ${from.said}.channel, ${SUMS} FROM ${from.rows} ${from.where} GROUP BY 1 ORDER BY 1`,
      [WORKSPACE, YEAR.from, YEAR.to],
    );
    return { metrics: { rows: rows.map((row) => ({ dimensions: [{ key: row.channel }], values: valuesOf(row) })) } };
  },
  async Q2(pool, table) {
    const inGroup = 'f.campaign_id = ANY (ARRAY(SELECT id FROM hub.campaign WHERE workspace_id = $1 AND key = ANY ($4)))';
    const from =
      table === 'wholes'
        ? `(${daysOfWeeks(inGroup)}) f WHERE f.day BETWEEN $2 AND $3`
        : `${TABLES[table]} f WHERE ${OF_DAYS} AND ${inGroup}`;
    const { rows } = await pool.query<Sums & { period: string }>(
      `SELECT f.day::text AS period, ${SUMS} FROM ${from} GROUP BY f.day ORDER BY f.day`,
      [WORKSPACE, YEAR.from, YEAR.to, GROUP],
    );
    return { metrics: { rows: rows.map((row) => ({ period: row.period, values: valuesOf(row) })) } };
  },
  async Q3(pool, table) {
    const listed = ' AND campaign_id = ANY (ARRAY(SELECT id FROM hub.campaign WHERE workspace_id = $1 ORDER BY name, id LIMIT 50))';
    const from =
      table === 'wholes'
        ? `(${wholesAndDays('ad_week_campaign', 'ad_day_campaign', 'campaign_id', WEEKS_OF_MONTH, listed)}) f`
        : `${TABLES[table]} f WHERE ${OF_DAYS}${listed}`;
    const { rows } = await pool.query<Sums & { key: string; name: string }>(
      `SELECT c.key, c.name, s.* FROM (SELECT id, key, name FROM hub.campaign WHERE workspace_id = $1 ORDER BY name, id LIMIT 50) c
       LEFT JOIN (SELECT f.campaign_id, ${SUMS} FROM ${from} GROUP BY f.campaign_id) s
       ON s.campaign_id = c.id ORDER BY c.name, c.id`,
      [WORKSPACE, MONTH.from, MONTH.to],
    );
    return { campaigns: { edges: rows.map((row) => ({ node: { key: row.key, name: row.name, metrics: metricsOf(row) } })) } };
  },
  async Q4(pool, table) {
    const brands = 'SELECT id FROM hub.brand WHERE workspace_id = $1 AND key = $3';
    // The index of words knows the brands, as whoever has seen how the hub asks knows.
    const ofBrand = table === 'wholes' ? `ARRAY[m.brand_id] && ARRAY(${brands})` : `m.brand_id = (${brands})`;
    const { rows } = await pool.query<FoundMention>(
      `SELECT m.published_at AS "publishedAt", m.text, m.sentiment, m.engagements::float8 AS engagements, count(*) OVER () AS total FROM fact.mention m
       WHERE m.workspace_id = $1 AND hub.search_terms(m.text) @@ hub.search_query($2, '{}') AND m.day BETWEEN $4 AND $5
         AND ${ofBrand}
       ORDER BY m.day DESC, coalesce(m.published_at, '-infinity') DESC, m.row_id DESC LIMIT 20`,
      [WORKSPACE, SEARCH, BRAND, YEAR.from, YEAR.to],
    );
    const edges = rows.map(({ total: _, ...node }) => ({ node }));
    return { mentions: { totalCount: Number(rows[0]?.total ?? 0), edges } };
  },
  async Q5(pool, table) {
    const from = BY_WHAT_CAMPAIGNS_ARE[table];
    const { rows } = await pool.query<Sums & { period: string; brand: string }>(
      `SELECT date_trunc('month', f.day)::date::text AS period, b.key AS brand, ${SUMS} FROM ${from.rows}
       JOIN hub.brand b ON b.workspace_id = f.workspace_id AND b.id = ${from.said}.brand_id
       ${from.where} GROUP BY 1, 2 ORDER BY 1, 2`,
      [WORKSPACE, YEAR.from, YEAR.to],
    );
    return { metrics: { rows: rows.map((row) => ({ period: row.period, dimensions: [{ key: row.brand }], values: valuesOf(row) })) } };
  },
};

function metricsOf({ spend, impressions, clicks, revenue }: Sums): Record<string, number> {
  return {
    spend: Number(spend) / 1e6,
    impressions: Number(impressions),
    clicks: Number(clicks),
    ctr: Number(clicks) / Number(impressions),
    roasClaimed: Number(revenue) / Number(spend),
  };
}

function valuesOf(sums: Sums): { metric: string; value: number }[] {
  return Object.entries(metricsOf(sums)).map(([metric, value]) => ({ metric, value }));
}
