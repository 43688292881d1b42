import { type FactClass, factOf } from '../../entities/facts/fact';
import { FACTS } from '../../entities/facts/index';
import { becomeOnlyWriter } from '../database/only-writer';
import type { Session, Statement } from '../database/session';
import type { Day } from '../lib/day';
import { holdsOfCampaign, ROLLUPS, type Rollup } from './rollups';

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
  const empty = builds(fact).map(
    ({ table, only }): Statement => [
      `DELETE FROM rollup.${table} WHERE workspace_id = $1 AND day = ANY($2::date[])${only}${bySource('')}`,
      parameters,
    ],
  );
  const fill = filling(fact, ` AND f.day = ANY($2::date[])${bySource('f.')}`, parameters);
  await session.executeAll(areNew ? fill : [...empty, ...fill]);
}

/** Computes every rollup of the workspace anew from all facts, while nobody else writes. */
export async function rebuildRollups(session: Session): Promise<void> {
  await becomeOnlyWriter(session);
  for (const fact of Object.values(FACTS)) {
    const parameters = [session.workspaceId];
    const empty = builds(fact).map(
      ({ table, only }): Statement => [`DELETE FROM rollup.${table} WHERE workspace_id = $1${only}`, parameters],
    );
    await session.executeAll([...empty, ...filling(fact, '', parameters)]);
  }
}

/** The days on which a rollup differs from the facts it sums; none when all is well. */
export async function checkRollups(session: Session): Promise<RollupFault[]> {
  const faults: RollupFault[] = [];
  for (const { table, columns, meant, groupBy, only } of Object.values(FACTS).flatMap(builds)) {
    const kept = `SELECT ${columns} FROM rollup.${table} WHERE workspace_id = $1${only}`;
    const made = `${meant} ${groupBy}`;
    const days = await session.query<{ day: Day }>(
      `SELECT DISTINCT d.day FROM ((${kept} EXCEPT ALL ${made}) UNION ALL (${made} EXCEPT ALL ${kept})) d ORDER BY 1`,
      [session.workspaceId],
    );
    faults.push(...days.map(({ day }) => ({ rollup: table, day })));
  }
  return faults;
}

interface Build {
  readonly table: string;
  /** The rollup's columns, in the order in which `meant` yields them. */
  readonly columns: string;
  /** SELECT … WHERE of a workspace's rows of the fact, up to `groupBy`. */
  readonly meant: string;
  /** The same from the rows that a finer rollup was just given, where there is one: neither they nor the fact's are read once more. */
  readonly fromFiner?: string;
  readonly groupBy: string;
  /** What of the table belongs to the fact. */
  readonly only: string;
}

/** Fills a fact's rollups by one statement, each after the one that it is added up from, with what is demanded of the fact's rows. */
function filling(fact: FactClass, demand: string, parameters: readonly unknown[]): Statement[] {
  const inserts = builds(fact).map(({ table, meant, fromFiner, groupBy }) => ({
    table,
    sql: `INSERT INTO rollup.${table} ${fromFiner ?? `${meant}${demand}`} ${groupBy} ${IN_ORDER}`,
  }));
  const last = inserts.pop()!.sql;
  const members = inserts.map(({ table, sql }) => `${table} AS (${sql} RETURNING *)`);
  const fill: Statement = [members.length > 0 ? `WITH ${members.join(', ')} ${last}` : last, parameters];
  if (!ROLLUPS.some((each) => each.fact === fact && each.finer)) return [fill];
  // Where tables have no statistics yet the planner expects few campaigns, and would look through all of them once for each row of the finer rollup.
  const nestedLoops = (setting: string): Statement => ["SELECT set_config('enable_nestloop', $1, true)", [setting]];
  return [nestedLoops('off'), fill, nestedLoops('on')];
}

/** The fact's own rollups, the finest first, and `source_day`, which holds every fact. */
function builds(fact: FactClass): Build[] {
  const rollups = ROLLUPS.filter((each) => each.fact === fact);
  const { table } = factOf(fact);
  const select = (rows: string, from: string) => `SELECT f.workspace_id, f.day, '${table}', f.source_id, ${rows} FROM ${from} f`;
  const whole = rollups.find(({ only }) => !only);
  const sources: Build = {
    table: 'source_day',
    columns: 'workspace_id, day, fact, source_id, rows',
    meant: `${select('count(*)', `fact.${table}`)} WHERE f.workspace_id = $1`,
    ...(whole ? { fromFiner: select('sum(f.rows)::bigint', whole.table) } : {}),
    groupBy: 'GROUP BY 1, 2, 3, 4',
    only: ` AND fact = '${table}'`,
  };
  return [...rollups.map(buildOf).reverse(), sources];
}

function buildOf(rollup: Rollup): Build {
  const { fact, table, by, sums, only, finer } = rollup;
  const demand = only ? ` AND f.${only.column} = '${only.is}'` : '';
  return {
    table,
    columns: ['workspace_id', 'day', ...by, 'rows', ...sums].join(', '),
    meant: `${selectOf(rollup, `fact.${factOf(fact).table}`, 'count(*)')} WHERE f.workspace_id = $1${demand}`,
    ...(finer ? { fromFiner: selectOf(rollup, finer.table, 'sum(f.rows)::bigint') } : {}),
    groupBy: `GROUP BY ${Array.from({ length: by.length + 2 }, (_, i) => i + 1).join(', ')}`,
    only: '',
  };
}

function selectOf(rollup: Rollup, from: string, rows: string): string {
  const keys = rollup.by.map((column) => {
    const isOfCampaign = holdsOfCampaign(rollup, column);
    if (column.endsWith('_id') && !isOfCampaign) return `f.${column}`;
    return `coalesce(${isOfCampaign ? 'c' : 'f'}.${column}, ${column.endsWith('_id') ? '0' : "''"})`;
  });
  const totals = rollup.sums.map((column) => `sum(f.${column})::bigint`);
  const join = rollup.finer ? ' LEFT JOIN hub.campaign c ON c.workspace_id = f.workspace_id AND c.id = f.campaign_id' : '';
  return `SELECT ${['f.workspace_id', 'f.day', ...keys, rows, ...totals].join(', ')} FROM ${from} f${join}`;
}
