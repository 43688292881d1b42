import { type FactClass, factOf } from '../../entities/facts/fact';
import { FACTS } from '../../entities/facts/index';
import type { Session } from '../database/session';
import type { Day } from '../lib/day';
import { ROLLUPS, type Rollup } from './rollups';

/** A rollup of one day that does not say what the facts say. */
export interface RollupFault {
  readonly rollup: string;
  readonly day: Day;
}

/** In the order in which they are looked up, so that rows of a day and campaign lie together. */
const IN_ORDER = 'ORDER BY 1, 2, 3, 4';

/**
 * Computes the rollups of a fact anew for some days, those of one source when only its rows have changed. To be called in the transaction that
 * changed the facts of those days. `areNew` is whether the source had no rows on any of them.
 */
export async function refreshRollups(
  session: Session,
  fact: FactClass,
  days: readonly Day[],
  sourceId?: number,
  areNew = false,
): Promise<void> {
  if (days.length === 0) return;
  const parameters = [session.workspaceId, [...new Set(days)], ...(sourceId === undefined ? [] : [sourceId])];
  const bySource = (side: string) => (sourceId === undefined ? '' : ` AND ${side}source_id = $3`);
  const statements = refreshedFrom(fact).flatMap(({ table, select, only }) => {
    const empty = `DELETE FROM rollup.${table} WHERE workspace_id = $1 AND day = ANY($2::date[])${only}${bySource('')}`;
    const fill = `INSERT INTO rollup.${table} ${select} AND f.day = ANY($2::date[])${bySource('f.')} ${groupBy(fact, table)} ${IN_ORDER}`;
    return areNew ? [fill] : [empty, fill];
  });
  await session.executeAll(statements.map((sql) => [sql, parameters]));
}

/** Computes every rollup of the workspace anew from all facts. */
export async function rebuildRollups(session: Session): Promise<void> {
  for (const fact of Object.values(FACTS)) {
    for (const { table, select, only } of builds(fact)) {
      await session.execute(`DELETE FROM rollup.${table} WHERE workspace_id = $1${only}`, [session.workspaceId]);
      await session.execute(`INSERT INTO rollup.${table} ${select} ${groupBy(fact, table)} ${IN_ORDER}`, [session.workspaceId]);
    }
  }
}

/** The days on which a rollup differs from the facts it sums; none when all is well. */
export async function checkRollups(session: Session): Promise<RollupFault[]> {
  const faults: RollupFault[] = [];
  for (const fact of Object.values(FACTS)) {
    for (const { table, select, only, columns } of builds(fact)) {
      const kept = `SELECT ${columns} FROM rollup.${table} WHERE workspace_id = $1${only}`;
      const meant = `${select} ${groupBy(fact, table)}`;
      const days = await session.query<{ day: Day }>(
        `SELECT DISTINCT d.day FROM ((${kept} EXCEPT ALL ${meant}) UNION ALL (${meant} EXCEPT ALL ${kept})) d ORDER BY 1`,
        [session.workspaceId],
      );
      faults.push(...days.map(({ day }) => ({ rollup: table, day })));
    }
  }
  return faults;
}

interface Build {
  readonly table: string;
  /** The rollup's columns, in the order in which `select` yields them. */
  readonly columns: string;
  /** SELECT … WHERE of a workspace's rows, up to the GROUP BY. */
  readonly select: string;
  /** What of the table belongs to the fact. */
  readonly only: string;
}

/** `source_day`, which holds every fact, and the fact's own rollups. */
function builds(fact: FactClass): Build[] {
  const { table } = factOf(fact);
  const sources: Build = {
    table: 'source_day',
    columns: 'workspace_id, day, fact, source_id, rows',
    select: `SELECT f.workspace_id, f.day, '${table}', f.source_id, count(*) FROM fact.${table} f WHERE f.workspace_id = $1`,
    only: ` AND fact = '${table}'`,
  };
  return [sources, ...ROLLUPS.filter((each) => each.fact === fact).map((each) => buildOf(each, table))];
}

/** {@link builds} for days of which the finer rollups are new already: what counts all rows need not read the fact once more. */
function refreshedFrom(fact: FactClass): Build[] {
  const [sources, ...finer] = builds(fact) as [Build, ...Build[]];
  const whole = ROLLUPS.find((each) => each.fact === fact && !each.only);
  if (!whole) return [sources, ...finer];
  const { table } = factOf(fact);
  const select = `SELECT f.workspace_id, f.day, '${table}', f.source_id, sum(f.rows)::bigint FROM rollup.${whole.table} f WHERE f.workspace_id = $1`;
  return [...finer, { ...sources, select }];
}

function buildOf(rollup: Rollup, fact: string): Build {
  const by = rollup.by.map((column) => (column.endsWith('_id') ? `f.${column}` : `coalesce(f.${column}, '')`));
  const sums = rollup.sums.map((column) => `sum(f.${column})::bigint`);
  const only = rollup.only ? ` AND f.${rollup.only.column} = '${rollup.only.is}'` : '';
  return {
    table: rollup.table,
    columns: ['workspace_id', 'day', ...rollup.by, 'rows', ...rollup.sums].join(', '),
    select: `SELECT ${['f.workspace_id', 'f.day', ...by, 'count(*)', ...sums].join(', ')} FROM fact.${fact} f WHERE f.workspace_id = $1${only}`,
    only: '',
  };
}

function groupBy(fact: FactClass, table: string): string {
  const keys = ROLLUPS.find((each) => each.fact === fact && each.table === table)?.by.length ?? 2;
  return `GROUP BY ${Array.from({ length: keys + 2 }, (_, i) => i + 1).join(', ')}`;
}
