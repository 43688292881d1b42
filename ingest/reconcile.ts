import type { DataSource } from 'typeorm';
import { AdDay } from '../entities/facts/AdDay';
import { AdLevelDay } from '../entities/facts/AdLevelDay';
import { inWorkspace, type Session } from '../src/database/session';
import type { Day } from '../src/lib/day';
import { decimalFromMicros } from '../src/lib/money';
import type { PullSource } from './pull-source';
import type { RunHold } from './run-hold';

/** Half of a percent apart is what two reports of one platform may be when they are read minutes apart; beside it a cent, or one. */
const TOLERANCE = 0.005;
const FLOORS = { impressions: 1n, clicks: 1n, spend: 10_000n } as const;
const TOLD = 3;

type Measure = keyof typeof FLOORS;
const MEASURES = Object.keys(FLOORS) as Measure[];
const COLUMNS: Record<Measure, string> = { impressions: 'impressions', clicks: 'clicks', spend: 'spend_micros' };

/** One total of the platform beside what its ads come to; spend in millionths. */
interface Pair {
  level: 'campaign' | 'account';
  day: Day;
  name: string;
  currency: string | null;
  ads: Record<Measure, bigint>;
  platform: Record<Measure, bigint>;
}

/**
 * Holds the ads of the days that the run has read against the platform's own totals by campaign and by account, keeps the result beside the run
 * and returns in words what does not agree. Sources whose platform tells no totals have nothing to compare.
 */
export function reconcile(database: DataSource, run: RunHold, { connector }: PullSource): Promise<string[]> {
  const streams = connector.streams.filter(({ into }) => into === AdLevelDay).map(({ name }) => name);
  if (streams.length === 0 || !connector.streams.some(({ into }) => into === AdDay)) return Promise.resolve([]);
  return inWorkspace(database, run.workspaceId, async (session) => {
    const [days] = await session.query<{ first: Day | null; last: Day | null }>(
      `SELECT min(window_from) AS first, max(window_to) AS last FROM hub.raw_page
       WHERE workspace_id = $1 AND run_id = $2 AND stream = ANY($3) AND promoted_at IS NOT NULL`,
      [run.workspaceId, run.runId, streams],
    );
    if (!days?.first || !days.last) return [];
    const pairs = [
      ...(await pairsOf(session, run, 'campaign', days.first, days.last)),
      ...(await pairsOf(session, run, 'account', days.first, days.last)),
    ];
    await session.execute('DELETE FROM hub.reconciliation WHERE workspace_id = $1 AND run_id = $2', [run.workspaceId, run.runId]);
    const told: string[] = [];
    for (const level of ['campaign', 'account'] as const) {
      const ofLevel = pairs.filter((pair) => pair.level === level);
      for (const measure of ofLevel.length === 0 ? [] : MEASURES)
        told.push(...(await keep(session, run, { ...days, level, measure }, ofLevel)));
    }
    return told;
  });
}

/** Totals of one level beside the sums of their ads; of either side what the other does not have is 0. */
async function pairsOf(session: Session, run: RunHold, level: Pair['level'], first: Day, last: Day): Promise<Pair[]> {
  const key = level === 'campaign' ? 'campaign_id' : "coalesce(account, '')";
  const sums = (side: string) => MEASURES.map((measure) => `'${measure}', coalesce(sum(${side}.${COLUMNS[measure]}), 0)::text`).join(', ');
  const rows = await session.query<{ day: Day; name: string | null; currency: string | null; ads: Texts; platform: Texts }>(
    `WITH ads AS (SELECT day, ${key} AS subject, jsonb_build_object(${sums('f')}) AS sums FROM fact.ad_day f
         WHERE workspace_id = $1 AND source_id = $2 AND day BETWEEN $3 AND $4 GROUP BY 1, 2),
       platform AS (SELECT day, ${key} AS subject, min(currency) AS currency, jsonb_build_object(${sums('f')}) AS sums FROM fact.ad_level_day f
         WHERE workspace_id = $1 AND source_id = $2 AND day BETWEEN $3 AND $4 AND level = '${level}' GROUP BY 1, 2),
       -- A day of which the platform tells no totals was not asked about at this level.
       told AS (SELECT DISTINCT day FROM platform)
     SELECT day, ${level === 'campaign' ? 'c.name' : 'subject'} AS name, platform.currency, ads.sums AS ads, platform.sums AS platform
     FROM ads FULL JOIN platform USING (day, subject) JOIN told USING (day)
     ${level === 'campaign' ? 'LEFT JOIN hub.campaign c ON c.workspace_id = $1 AND c.id = subject' : ''}`,
    [run.workspaceId, run.sourceId, first, last],
  );
  return rows.map(({ day, name, currency, ads, platform }) => ({
    level,
    day,
    name: name ?? '',
    currency,
    ads: exact(ads),
    platform: exact(platform),
  }));
}

type Texts = Record<Measure, string> | null;

function exact(texts: Texts): Record<Measure, bigint> {
  return { impressions: BigInt(texts?.impressions ?? 0), clicks: BigInt(texts?.clicks ?? 0), spend: BigInt(texts?.spend ?? 0) };
}

interface Compared {
  level: Pair['level'];
  measure: Measure;
  first: Day | null;
  last: Day | null;
}

async function keep(session: Session, run: RunHold, { level, measure, first, last }: Compared, pairs: readonly Pair[]): Promise<string[]> {
  const gap = ({ ads, platform }: Pair) => magnitude(ads[measure] - platform[measure]);
  const differing = pairs
    .filter((pair) => gap(pair) > allowed(pair.platform[measure], FLOORS[measure]))
    .sort((a, b) => Number(gap(b) - gap(a)));
  const sum = (side: 'ads' | 'platform') => pairs.reduce((total, pair) => total + pair[side][measure], 0n);
  const told = differing.slice(0, TOLD).map((pair) => inWords(pair, measure));
  await session.execute(
    `INSERT INTO hub.reconciliation (workspace_id, run_id, source_id, level, measure, first_day, last_day, compared, differing, of_ads, of_platform, told)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      run.workspaceId,
      run.runId,
      run.sourceId,
      level,
      measure,
      first,
      last,
      pairs.length,
      differing.length,
      String(sum('ads')),
      String(sum('platform')),
      told,
    ],
  );
  const more = differing.length > told.length ? [`and ${differing.length - told.length} more of ${measure} by ${level}`] : [];
  return [...told, ...more];
}

function inWords({ level, day, name, currency, ads, platform }: Pair, measure: Measure): string {
  const written = (amount: bigint) => (measure === 'spend' ? `${decimalFromMicros(amount)} ${currency ?? ''}`.trim() : String(amount));
  return `${level} ${name || 'without a name'} on ${day}: ${measure} of the ads is ${written(ads[measure])}, of the platform's total ${written(platform[measure])}`;
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function allowed(of: bigint, floor: bigint): bigint {
  const share = BigInt(Math.floor(Number(magnitude(of)) * TOLERANCE));
  return share > floor ? share : floor;
}
