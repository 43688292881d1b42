import { columnOf, factOf } from '../../entities/facts/fact';
import type { Session } from '../database/session';
import { addDays, type Day } from '../lib/day';
import type { Leaf } from './leaf';
import type { Metric } from './metric';
import type { Feed } from './snapshot';

/** How much of its final number a measure of a source is known to, 1 for all of it, by source, fact and measure. */
export type Shares = ReadonlyMap<string, number>;

/** Nearer than this to what it will be, a number is as good as final. */
export const AS_GOOD_AS_FINAL = 0.005;

/**
 * How complete the days of a range are likely to be for each measure of which it was learnt: the mean over its days of the share that was known of
 * earlier days at the same age. Days beyond yesterday are left out.
 */
export async function sharesKnown(session: Session, facts: readonly string[], range: { from: Day; to: Day }, today: Day): Promise<Shares> {
  const yesterday = addDays(today, -1);
  const rows = await session.query<{ key: string; fact: string; measure: string; share: number }>(
    `SELECT s.key, m.fact, m.measure, avg(coalesce(a.share, 1)) AS share
     FROM (SELECT DISTINCT source_id, fact, measure FROM hub.maturity WHERE workspace_id = $1 AND fact = ANY($2)) m
     JOIN hub.source s ON s.workspace_id = $1 AND s.id = m.source_id
     CROSS JOIN generate_series($3::date, $4::date, interval '1 day') d (day)
     LEFT JOIN hub.maturity a ON a.workspace_id = $1 AND a.source_id = m.source_id AND a.fact = m.fact AND a.measure = m.measure
       AND a.age = $5::date - d.day::date
     GROUP BY 1, 2, 3`,
    [session.workspaceId, facts, range.from, range.to < yesterday ? range.to : yesterday, yesterday],
  );
  return new Map(rows.map(({ key, fact, measure, share }) => [shareKey(key, fact, measure), share]));
}

function shareKey(source: string, fact: string, measure: string): string {
  return `${source}|${fact}|${measure}`;
}

/**
 * What part of its final value a metric of this source has; null where that was not learnt. Of a quotient it is the quotient of its sides' parts,
 * for both sides grow. 1 where it is as good as final.
 */
export function shareOf(metric: Metric, { key, fact }: Feed, shares: Shares): number | null {
  const parts = metric.quotient ? [partOf(metric.quotient.over), partOf(metric.quotient.under)] : [partOf(metric)];
  if (parts.some((part) => part === null)) return null;
  const [over, under = 1] = parts as number[];
  const share = (over as number) / under;
  return Math.abs(share - 1) < AS_GOOD_AS_FINAL ? 1 : share;

  function partOf({ leaves }: Metric): number | null {
    const [leaf, ...others] = leaves as [Leaf, ...Leaf[]];
    const [property, ...factors] = leaf?.properties ?? [];
    if (!property || others.length > 0 || factors.length > 0 || leaf.aggregate !== 'sum' || factOf(leaf.fact).table !== fact) return null;
    return shares.get(shareKey(key, fact, columnOf(leaf.fact, property).column)) ?? null;
  }
}

/** A source whose numbers still change for some days: how far it was read, and what share of the end was known at which age. */
export interface GrowingSource {
  /** The day on which it was last read: the one after the last that it has whole. */
  readonly readOn: Day;
  readonly lookbackDays: number;
  /** By `fact|measure|age`, the age in days. */
  readonly shares: ReadonlyMap<string, number>;
}

/** By the sources' keys. */
export type Growing = ReadonlyMap<string, GrowingSource>;

/** The sources of some facts (by table) that say something of a range and may restate it. */
export async function growingSources(session: Session, facts: readonly string[], range: { from: Day; to: Day }): Promise<Growing> {
  const rows = await session.query<{ key: string; freshTo: Day; lookbackDays: number; shares: Record<string, number> | null }>(
    `SELECT s.key, s.fresh_to AS "freshTo", s.lookback_days AS "lookbackDays",
       (SELECT jsonb_object_agg(m.fact || '|' || m.measure || '|' || m.age, m.share) FROM hub.maturity m
        WHERE m.workspace_id = $1 AND m.source_id = s.id AND m.fact = ANY ($2)) AS shares
     FROM hub.source s
     WHERE s.workspace_id = $1 AND s.lookback_days > 0 AND s.fresh_to IS NOT NULL AND EXISTS (
       SELECT FROM rollup.source_day d WHERE d.workspace_id = $1 AND d.fact = ANY ($2) AND d.source_id = s.id AND d.day BETWEEN $3 AND $4)`,
    [session.workspaceId, facts, range.from, range.to],
  );
  return new Map(
    rows.map(({ key, freshTo, lookbackDays, shares }) => [
      key,
      { readOn: addDays(freshTo, 1), lookbackDays, shares: new Map(Object.entries(shares ?? {})) },
    ]),
  );
}
