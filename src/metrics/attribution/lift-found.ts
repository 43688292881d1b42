import { LiftTest } from '../../../entities/facts/LiftTest';
import type { Session } from '../../database/session';
import type { Day, DayRange } from '../../lib/day';
import { answer } from '../answer';
import { factRows } from '../fact-rows';
import { Parameters } from '../parameters';
import type { Asker, Filter } from '../question';
import { instantText } from '../snapshot';
import type { AskedAttribution } from './attribution-question';

/** What the lift tests of one channel (or platform) found, over the days of the tests. */
export interface LiftFound {
  readonly tests: readonly string[];
  readonly from: Day;
  readonly to: Day;
  readonly conversions: number | null;
  /** The 95 % interval of the conversions; null where a test tells no error. */
  readonly interval: { readonly low: number; readonly high: number; readonly level: number } | null;
  /** What the platforms claimed on the days of the tests. */
  readonly claimedMeanwhile: number | null;
  /** Incremental over claimed: what a claimed conversion was worth. */
  readonly factor: number | null;
}

interface TestRow {
  readonly key: string;
  readonly test: string;
  readonly brand: string | null;
  readonly from: Day;
  readonly to: Day;
  readonly conversions: number | null;
  readonly error: number | null;
}

/** The normal quantile of a two-sided 95 % interval. */
const QUANTILE = 1.959963984540054;
/** Each test is asked what was claimed meanwhile. */
const MOST_TESTS = 50;

/** What was found by the tests that ended in the range, by the key of the channel or platform. */
export async function liftFound(session: Session, asked: AskedAttribution, asker: Asker): Promise<Map<string, LiftFound>> {
  if (asked.by === 'CAMPAIGN') return new Map();
  const tests = await testsIn(session, asked);
  const claimed = new Map<TestRow, number | null>();
  for (const test of tests) claimed.set(test, await claimedDuring(session, test, asked, asker));
  return new Map([...Map.groupBy(tests, ({ key }) => key)].map(([key, own]) => [key, together(own, claimed)]));
}

function together(own: readonly TestRow[], claimed: ReadonlyMap<TestRow, number | null>): LiftFound {
  const told = own.filter(({ conversions }) => conversions !== null);
  const conversions = told.length === 0 ? null : told.reduce((sum, test) => sum + test.conversions!, 0);
  const isSure = told.length > 0 && told.every(({ error }) => error !== null);
  const reach = QUANTILE * Math.sqrt(told.reduce((sum, { error }) => sum + (error ?? 0) ** 2, 0));
  const claims = told.map((test) => claimed.get(test) ?? null);
  const claimedMeanwhile = claims.length === 0 || claims.includes(null) ? null : claims.reduce<number>((sum, each) => sum + each!, 0);
  return {
    tests: own.map(({ test }) => test),
    from: own.map(({ from }) => from).sort()[0]!,
    to: own
      .map(({ to }) => to)
      .sort()
      .at(-1)!,
    conversions,
    interval: conversions !== null && isSure ? { low: conversions - reach, high: conversions + reach, level: 0.95 } : null,
    claimedMeanwhile,
    factor: conversions !== null && claimedMeanwhile ? conversions / claimedMeanwhile : null,
  };
}

async function testsIn(session: Session, { range, by, brands, asOf }: AskedAttribution): Promise<TestRow[]> {
  const parameters = new Parameters();
  const rows = factRows({ fact: LiftTest, workspaceId: session.workspaceId, range, ...(asOf && { asOf: instantText(asOf) }) }, parameters);
  const workspace = parameters.add(session.workspaceId, 'integer');
  const brand = brands.length > 0 ? ` AND b.key = ANY (${parameters.add(brands, 'text[]')})` : '';
  return session.query<TestRow>(
    `SELECT f.${by === 'PLATFORM' ? 'platform' : 'channel'} AS key, f.test, b.key AS brand, coalesce(f.starts_on, f.day) AS from, f.day AS to,
       f.conversions_incremental_micros::float8 / 1e6 AS conversions, f.conversions_error_micros::float8 / 1e6 AS error
     FROM ${rows} f LEFT JOIN hub.brand b ON b.workspace_id = ${workspace} AND b.id = f.brand_id
     WHERE f.${by === 'PLATFORM' ? 'platform' : 'channel'} <> ''${brand} ORDER BY f.day DESC, f.test LIMIT ${MOST_TESTS}`,
    parameters.values,
  );
}

async function claimedDuring(session: Session, test: TestRow, { by, asOf }: AskedAttribution, asker: Asker): Promise<number | null> {
  const is = (dimension: Filter['dimension'], value: string): Filter => ({ dimension, op: 'IN', values: [value] });
  const range: DayRange = { from: test.from, to: test.to };
  const { rows } = await answer(
    session,
    {
      select: ['conversionsClaimed'],
      by: [],
      range,
      where: [is(by as 'CHANNEL' | 'PLATFORM', test.key), ...(test.brand ? [is('BRAND', test.brand)] : [])],
      ...{ fx: 'DAY_RATE', orderBy: [], totals: false, first: 1 },
      ...(asOf && { asOf }),
    },
    asker,
  );
  return rows[0]?.values[0]?.value ?? null;
}
