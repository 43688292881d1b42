import type { DataSource } from 'typeorm';
import { columnOf, type FactClass, factOf } from '../../entities/facts/fact';
import { applicationDataSource } from '../../ormconfig';
import { inWorkspace, type Session } from '../../src/database/session';
import type { Day } from '../../src/lib/day';
import { type AnswerOptions, answer } from '../../src/metrics/answer';
import type { Answer, Asker, Question } from '../../src/metrics/question';
import { refreshRollups } from '../../src/metrics/refresh-rollups';
import { type TestDatabase, testDatabase } from '../support/database';

type Value = string | number | bigint | null;

/** A fact's row: its day and its properties; `source` is a source's id, links are ids. */
export type FactRow = { day: Day; source?: number } & Record<string, Value | undefined>;

export const ASKER: Asker = { today: '2026-06-15', locale: 'EN' };

/** A workspace in a database of its own, filled by plain SQL: what questions are asked of in tests. */
export class MetricWorld {
  private constructor(
    readonly test: TestDatabase,
    readonly database: DataSource,
    readonly workspaceId: number,
  ) {}

  static async open(): Promise<MetricWorld> {
    const test = await testDatabase();
    return new MetricWorld(test, await applicationDataSource(test.appUrl).initialize(), 1);
  }

  async close(): Promise<void> {
    await this.database.destroy();
    await this.test.drop();
  }

  /** Work in a transaction of the workspace. */
  session<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return inWorkspace(this.database, this.workspaceId, work);
  }

  /** Work that reads one instant. */
  snapshot<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return inWorkspace(this.database, this.workspaceId, work, { snapshot: true });
  }

  rows<T extends object = Record<string, unknown>>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    return this.session((session) => session.query<T>(sql, parameters));
  }

  /** A statement of the owner of everything, who may also change what the application may only add. */
  async asOwner(sql: string): Promise<void> {
    await this.test.sql(sql);
  }

  async brand(key: string, names: Record<string, string> = {}): Promise<number> {
    return this.id(`INSERT INTO hub.brand (workspace_id, key, name, names) VALUES (1, $1, $2, $3) RETURNING id`, [
      key,
      key.toUpperCase(),
      names,
    ]);
  }

  async campaign(key: string, brandId: number | null, channel = 'paid_search', platform = 'google_ads'): Promise<number> {
    const sql = `INSERT INTO hub.campaign (workspace_id, key, name, platform, channel, brand_id) VALUES (1, $1, $2, $3, $4, $5) RETURNING id`;
    return this.id(sql, [key, `Campaign ${key}`, platform, channel, brandId]);
  }

  async source(key: string, more: { timeZone?: string; freshTo?: Day; lookbackDays?: number } = {}): Promise<number> {
    const sql = `INSERT INTO hub.source (workspace_id, key, name, connector, schedule, time_zone, fresh_to, lookback_days)
      VALUES (1, $1, $2, 'test', '', $3, $4, $5) RETURNING id`;
    return this.id(sql, [key, `Source ${key}`, more.timeZone ?? 'UTC', more.freshTo ?? null, more.lookbackDays ?? 0]);
  }

  /** Inserts rows of a fact at an instant later than every one before, refreshes its rollups, and returns the rows' ids. */
  async load(fact: FactClass, rows: readonly FactRow[]): Promise<bigint[]> {
    const { table } = factOf(fact);
    const days = rows.map(({ day }) => day).sort();
    return this.session(async (session) => {
      await session.query('SELECT hub.ensure_partitions($1, $2, $3)', [table, days[0], days.at(-1)]);
      const instant = await this.advance(session);
      const ids: bigint[] = [];
      for (let i = 0; i < rows.length; i += 200) ids.push(...(await insertRows(session, fact, rows.slice(i, i + 200), instant)));
      await refreshRollups(session, fact, days);
      return ids;
    });
  }

  /** Replaces one value of a row as a later page would, with its revision. */
  async revise(fact: FactClass, day: Day, rowId: bigint, property: string, value: Value): Promise<void> {
    const { column, sqlType } = columnOf(fact, property);
    const { table } = factOf(fact);
    await this.session(async (session) => {
      const instant = await this.advance(session);
      await session.execute(
        `INSERT INTO hub.revision (workspace_id, fact, day, row_id, measure, recorded_at, old, new, run_id, page_id, record_no, old_page_id, old_record_no)
         SELECT 1, $1, day, row_id, $2, $3, ${column}::text, $4, 1, page_id, record_no, page_id, record_no FROM fact.${table} WHERE day = $5 AND row_id = $6`,
        [table, column, instant, value === null ? null : String(value), day, rowId],
      );
      await session.execute(`UPDATE fact.${table} SET ${column} = $1::${sqlType} WHERE day = $2 AND row_id = $3`, [value, day, rowId]);
      await refreshRollups(session, fact, [day]);
    });
  }

  /** The answer to a question given in part. */
  ask(question: Partial<Question> & Pick<Question, 'select'>, options: AnswerOptions = {}, asker: Asker = ASKER): Promise<Answer> {
    const range = { from: '2026-01-01', to: '2026-03-31' };
    const whole: Question = {
      by: [],
      range,
      where: [],
      fx: 'DAY_RATE',
      orderBy: [],
      totals: false,
      first: 100,
      currency: 'EUR',
      ...question,
    };
    return this.snapshot((session) => answer(session, whole, asker, options));
  }

  private async advance(session: Session): Promise<string> {
    const sql = `UPDATE hub.workspace SET data_version = data_version + 1, recorded_at = greatest(clock_timestamp(), recorded_at + interval '1 microsecond')
      WHERE id = 1 RETURNING recorded_at::text AS instant`;
    return (await session.query<{ instant: string }>(sql))[0]!.instant;
  }

  private async id(sql: string, parameters: unknown[]): Promise<number> {
    return (await this.rows<{ id: number }>(sql, parameters))[0]!.id;
  }
}

/** Rows of an answer as plain objects: period, keys by dimension, and values by metric. */
export function plain(answered: Answer): Record<string, unknown>[] {
  return answered.rows.map((row) => ({
    ...(row.period ? { period: row.period } : {}),
    ...Object.fromEntries(row.dimensions.map(({ dimension, key }) => [dimension, key])),
    ...Object.fromEntries(row.values.map(({ metric, value }) => [metric, value])),
  }));
}

/** The single row's value of a metric. */
export function only(answered: Answer, metric: string): number | null {
  expect(answered.rows.length).toBeLessThanOrEqual(1);
  return answered.rows[0]?.values.find((each) => each.metric === metric)?.value ?? null;
}

/** One statement for many rows; a property that a row does not name takes its column's default. */
async function insertRows(session: Session, fact: FactClass, rows: readonly FactRow[], instant: string): Promise<bigint[]> {
  const given = factOf(fact).columns.filter(({ property }) => rows.some((row) => row[property] !== undefined));
  const columns = ['workspace_id', 'day', 'source_id', 'page_id', 'record_no', 'recorded_at', ...given.map(({ column }) => column)];
  const parameters: unknown[] = [];
  const place = (value: Value | undefined) => (value === undefined ? 'DEFAULT' : `$${parameters.push(value)}`);
  const lines = rows.map(({ day, source, ...values }) =>
    [1, day, source ?? 0, 1, 0, instant, ...given.map(({ property }) => values[property])].map(place).join(', '),
  );
  const sql = `INSERT INTO fact.${factOf(fact).table} (${columns.join(', ')}) VALUES (${lines.join('), (')}) RETURNING row_id`;
  return (await session.query<{ row_id: bigint }>(sql, parameters)).map(({ row_id }) => row_id);
}
