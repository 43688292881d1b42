import { type FactClass, factOf } from '../../entities/facts/fact';
import { FACTS } from '../../entities/facts/index';
import { becomeOnlyWriter } from '../database/only-writer';
import type { Session, Statement } from '../database/session';
import { type Day, daysOf, endOf, startOf } from '../lib/day';
import { bucketSql } from './bucket-sql';
import { holdsOfCampaign, ofDays, ROLLUPS, type Rollup } from './rollups';

/** A rollup of one day, or of the week or month that begins with it, that does not say what the facts say. */
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
  const touched = new Extent(session.workspaceId, [...new Set(days)], sourceId);
  const { byDay, byMore } = builds(fact);
  await session.executeAll([
    ...(areNew ? [] : byDay.map((build) => emptying(build, touched))),
    ...filling(fact, byDay, touched),
    ...remaking(byMore, touched),
  ]);
}

/** Computes every rollup of the workspace anew from all facts, while nobody else writes. */
export async function rebuildRollups(session: Session): Promise<void> {
  await becomeOnlyWriter(session);
  const all = new Extent(session.workspaceId);
  // What is filled notes its currencies anew.
  await session.execute('DELETE FROM rollup.fact_currency WHERE workspace_id = $1', [session.workspaceId]);
  for (const fact of Object.values(FACTS)) {
    const { byDay, byMore } = builds(fact);
    const empty = byDay.map((build) => emptying(build, all));
    await session.executeAll([...empty, ...filling(fact, byDay, all), ...remaking(byMore, all)]);
  }
}

/** The days on which a rollup differs from the facts it sums; none when all is well. */
export async function checkRollups(session: Session): Promise<RollupFault[]> {
  const faults: RollupFault[] = [];
  for (const { byDay, byMore } of Object.values(FACTS).map(builds)) {
    for (const { table, columns, meant, groupBy, only } of [...byDay, ...byMore]) {
      const kept = `SELECT ${columns} FROM rollup.${table} f WHERE f.workspace_id = $1${only}`;
      const made = `${meant} ${groupBy}`;
      const days = await session.query<{ day: Day }>(
        `SELECT DISTINCT d.day FROM ((${kept} EXCEPT ALL ${made}) UNION ALL (${made} EXCEPT ALL ${kept})) d ORDER BY 1`,
        [session.workspaceId],
      );
      faults.push(...days.map(({ day }) => ({ rollup: table, day })));
    }
  }
  for (const { table, fact } of ROLLUPS.filter(notesCurrencies)) {
    const days = await session.query<{ day: Day }>(
      `SELECT min(f.day) AS day FROM rollup.${table} f WHERE f.workspace_id = $1 AND NOT EXISTS (SELECT FROM rollup.fact_currency n
         WHERE n.workspace_id = f.workspace_id AND n.fact = $2 AND n.currency = f.currency) GROUP BY f.currency ORDER BY 1`,
      [session.workspaceId, factOf(fact).table],
    );
    faults.push(...days.map(({ day }) => ({ rollup: 'fact_currency', day })));
  }
  return faults;
}

/** Rows of a workspace: all, or those of some days, and of these those of one source. */
class Extent {
  readonly parameters: readonly unknown[];
  /** What is demanded of rows `f` of the workspace $1. */
  readonly demand: string;

  constructor(
    private readonly workspaceId: number,
    private readonly days?: readonly Day[],
    private readonly sourceId?: number,
  ) {
    this.parameters = [workspaceId, ...(days ? [days] : []), ...(sourceId === undefined ? [] : [sourceId])];
    this.demand = `${days ? ' AND f.day = ANY($2::date[])' : ''}${sourceId === undefined ? '' : ' AND f.source_id = $3'}`;
  }

  /** The same, with all days of each week or month of which there is one. */
  whole(unit: Rollup['unit']): Extent {
    if (!this.days) return this;
    const firsts = new Set(this.days.map((day) => startOf(unit, day)));
    const days = [...firsts].flatMap((from) => [...daysOf({ from, to: endOf(unit, from) })]);
    return new Extent(this.workspaceId, days, this.sourceId);
  }
}

interface Build {
  readonly table: string;
  readonly unit: Rollup['unit'];
  /** The rollup's columns, in the order in which `meant` yields them. */
  readonly columns: string;
  /** SELECT … WHERE of a workspace's rows of the fact, up to `groupBy`. */
  readonly meant: string;
  /** The same from the rows of a finer rollup, where there is one: neither they nor the fact's are read once more. For days it is what that one was just given, without WHERE. */
  readonly fromFiner?: string;
  readonly groupBy: string;
  /** What of the table belongs to the fact. */
  readonly only: string;
}

/** Takes the rows of an extent out of a rollup. */
function emptying({ table, only }: Build, { demand, parameters }: Extent): Statement {
  return [`DELETE FROM rollup.${table} f WHERE f.workspace_id = $1${only}${demand}`, parameters];
}

/** Fills a fact's rollups by day by one statement, each after the one that it is added up from, with what is demanded of the fact's rows. */
function filling(fact: FactClass, byDay: readonly Build[], { demand, parameters }: Extent): Statement[] {
  const inserts = byDay.map(({ table, meant, fromFiner, groupBy }) => ({
    table,
    sql: `INSERT INTO rollup.${table} ${fromFiner ?? `${meant}${demand}`} ${groupBy} ${IN_ORDER}`,
  }));
  const last = inserts.pop()!.sql;
  const members = inserts.map(({ table, sql }) => `${table} AS (${sql} RETURNING *)`);
  const fill: Statement = [members.length > 0 ? `WITH ${members.join(', ')} ${last}` : last, parameters];
  if (!ROLLUPS.some((each) => each.fact === fact && isOfCampaigns(each))) return [fill];
  // Where tables have no statistics yet the planner expects few campaigns, and would look through all of them once for each row of the finer rollup.
  const nestedLoops = (setting: string): Statement => ["SELECT set_config('enable_nestloop', $1, true)", [setting]];
  return [nestedLoops('off'), fill, nestedLoops('on')];
}

/**
 * Adds up the weeks and months of an extent anew from the rollups by day, which are filled. One may have days that did not change, and be there when all that changed is
 * new.
 */
function remaking(byMore: readonly Build[], touched: Extent): Statement[] {
  return byMore.flatMap((build): Statement[] => {
    const whole = touched.whole(build.unit);
    return [
      emptying(build, whole),
      [`INSERT INTO rollup.${build.table} ${build.fromFiner}${whole.demand} ${build.groupBy} ${IN_ORDER}`, whole.parameters],
    ];
  });
}

/** The fact's own rollups, the finest first, and `source_day`, which holds every fact. */
function builds(fact: FactClass): { readonly byDay: readonly Build[]; readonly byMore: readonly Build[] } {
  const { days = [], more = [] } = Object.groupBy(
    ROLLUPS.filter((each) => each.fact === fact),
    ({ unit }) => (unit === 'DAY' ? 'days' : 'more'),
  );
  const { table } = factOf(fact);
  const select = (rows: string, from: string) => `SELECT f.workspace_id, f.day, '${table}', f.source_id, ${rows} FROM ${from} f`;
  const whole = days.find(({ only }) => !only);
  const sources: Build = {
    table: 'source_day',
    unit: 'DAY',
    columns: 'workspace_id, day, fact, source_id, rows',
    meant: `${select('count(*)', `fact.${table}`)} WHERE f.workspace_id = $1`,
    ...(whole ? { fromFiner: select('sum(f.rows)::bigint', whole.table) } : {}),
    groupBy: 'GROUP BY 1, 2, 3, 4',
    only: ` AND f.fact = '${table}'`,
  };
  return { byDay: [...days.map(buildOf).reverse(), sources], byMore: more.map(buildOf).reverse() };
}

function buildOf(rollup: Rollup): Build {
  const { table, unit, only, finer, holdsDays } = rollup;
  const demand = only ? ` AND f.${only.column} = '${only.is}'` : '';
  const ofFacts = (each: Rollup) => `${selectOf(each, null)} WHERE f.workspace_id = $1${demand}`;
  // What it holds of days is not in the facts, but in their sums by day.
  const days = finer && holdsDays ? `(${ofFacts(finer)} ${grouped(finer)}) f (${columnsOf(finer).join(', ')})` : undefined;
  return {
    table,
    unit,
    columns: columnsOf(rollup).join(', '),
    meant: finer && days ? `${selectOf(rollup, finer, days)} WHERE f.workspace_id = $1` : ofFacts(rollup),
    ...(finer ? { fromFiner: selectOf(rollup, finer) + (unit === 'DAY' ? '' : ' WHERE f.workspace_id = $1') } : {}),
    groupBy: grouped(rollup),
    only: '',
  };
}

function columnsOf({ by, sums, holdsDays }: Rollup): string[] {
  const held = holdsDays ? ['days', ...['rows', ...sums].map(ofDays)] : [];
  return ['workspace_id', 'day', ...by, 'rows', ...sums, ...held];
}

function grouped({ by }: Rollup): string {
  return `GROUP BY ${Array.from({ length: by.length + 2 }, (_, i) => i + 1).join(', ')}`;
}

/** SELECT … FROM of a rollup, from a finer one or from the facts; `from` where they are not in a table. */
function selectOf(rollup: Rollup, finer: Rollup | null, from = `${fromOf(rollup, finer)} f`): string {
  const isOfCampaign = (column: string) => (finer ? !finer.by.includes(column) : holdsOfCampaign(rollup, column));
  const keys = rollup.by.map((column) => {
    // A rollup's columns are never null.
    if (!isOfCampaign(column) && (finer || column.endsWith('_id'))) return `f.${column}`;
    return `coalesce(${isOfCampaign(column) ? 'c' : 'f'}.${column}, ${column.endsWith('_id') ? '0' : "''"})`;
  });
  const totals = rollup.sums.map((column) => `sum(f.${column})::bigint`);
  const held = rollup.holdsDays ? ['day', 'rows', ...rollup.sums].map((column) => `array_agg(f.${column} ORDER BY f.day)`) : [];
  const join = rollup.by.some(isOfCampaign) ? ' LEFT JOIN hub.campaign c ON c.workspace_id = f.workspace_id AND c.id = f.campaign_id' : '';
  const rows = finer ? 'sum(f.rows)::bigint' : 'count(*)';
  return `SELECT ${['f.workspace_id', bucketSql(rollup.unit, 'f.day'), ...keys, rows, ...totals, ...held].join(', ')} FROM ${from}${join}`;
}

function fromOf({ fact, unit }: Rollup, finer: Rollup | null): string {
  if (!finer) return `fact.${factOf(fact).table}`;
  return unit === 'DAY' ? finer.table : `rollup.${finer.table}`;
}

/** Whether every currency of its fact is in it; a trigger notes them in `rollup.fact_currency`. */
function notesCurrencies({ by, finer, only }: Rollup): boolean {
  return by.includes('currency') && !finer && !only;
}

/** Whether its rows are told apart by what their campaigns are. */
function isOfCampaigns(rollup: Rollup): boolean {
  return rollup.by.some((column) => holdsOfCampaign(rollup, column));
}
