import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { AdDay } from '../../entities/facts/AdDay';
import { addDays } from '../../src/lib/day';
import { DIMENSIONS, type Question } from '../../src/metrics/question';
import { checkRollups, rebuildRollups } from '../../src/metrics/refresh-rollups';
import { METRICS } from '../../src/metrics/registry';
import { ROLLUPS } from '../../src/metrics/rollups';
import { BUSY_RANGE, busyWorld } from './busy-world';
import type { MetricWorld } from './metric-world';

const FOLDER = path.join(__dirname, '../../src/database/migrations');
const MIGRATIONS = readdirSync(FOLDER)
  .sort()
  .map((file) => readFileSync(path.join(FOLDER, file), 'utf8'));

const VALUES = ['acme', 'zen', '', 'mobile', 'DE', 'tea', 'google', 'c:1', 'one', 'paid_search', 'meta', 'positive', 'zh', 'direct', 'new'];

/** Any question over the busy world. */
const question = fc
  .record({
    select: fc.uniqueArray(fc.constantFrom(...METRICS.keys()), { minLength: 1, maxLength: 4 }),
    by: fc.uniqueArray(fc.constantFrom(...DIMENSIONS), { maxLength: 2 }),
    grain: fc.constantFrom(undefined, 'DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'),
    start: fc.integer({ min: 0, max: 40 }),
    length: fc.integer({ min: 1, max: 50 }),
    where: fc.array(
      fc.record({
        dimension: fc.constantFrom(...DIMENSIONS),
        op: fc.constantFrom('IN', 'NOT_IN', 'CONTAINS'),
        values: fc.uniqueArray(fc.constantFrom(...VALUES), { minLength: 1, maxLength: 5 }),
      }),
      { maxLength: 1 },
    ),
    compare: fc.constantFrom(undefined, 'PREVIOUS_PERIOD', 'PREVIOUS_YEAR'),
    currency: fc.constantFrom('EUR', 'USD', 'CNY'),
  })
  .map(({ start, length, grain, compare, ...rest }) => {
    const from = addDays(BUSY_RANGE.from, start);
    return {
      ...rest,
      ...(grain ? { grain } : {}),
      ...(compare ? { compare } : {}),
      range: { from, to: addDays(from, length) },
      totals: true,
      first: 500,
    } as Partial<Question> & Pick<Question, 'select'>;
  });

describe('rollups', () => {
  let world: MetricWorld;
  beforeAll(async () => {
    world = await busyWorld();
  });
  afterAll(() => world.close());

  it('give the same answers as the facts, to the last digit, warning and null', async () => {
    await fc.assert(
      fc.asyncProperty(question, async (each) => {
        expect(await world.ask(each)).toEqual(await world.ask(each, { useRollups: false }));
      }),
      { seed: 20260615, numRuns: 150 },
    );
  });

  it('are what a rebuild makes of the facts', async () => {
    expect(await world.session(checkRollups)).toEqual([]);
    await world.rows(`DELETE FROM rollup.ad_day_campaign WHERE day = (SELECT min(day) FROM rollup.ad_day_campaign)`);
    const [first] = await world.rows<{ day: string }>('SELECT min(day) AS day FROM fact.ad_day');
    expect(await world.session(checkRollups)).toEqual([{ rollup: 'ad_day_campaign', day: first?.day }]);
    await world.rows(`DELETE FROM rollup.ad_month_brand WHERE day = '2026-02-01'`);
    expect(await world.session(checkRollups)).toContainEqual({ rollup: 'ad_month_brand', day: '2026-02-01' });
    await world.session(rebuildRollups);
    expect(await world.session(checkRollups)).toEqual([]);
  });

  it('know in which currencies each fact has amounts', async () => {
    const found = `SELECT DISTINCT 'ad_day' AS fact, currency FROM fact.ad_day UNION SELECT 'order_line', currency FROM fact.order_line
      UNION SELECT 'web_day', coalesce(currency, '') FROM fact.web_day`;
    const differing = `SELECT * FROM ((${found} EXCEPT SELECT fact, currency FROM rollup.fact_currency)
      UNION ALL (SELECT fact, currency FROM rollup.fact_currency EXCEPT (${found}))) d`;
    expect(await world.rows(differing)).toEqual([]);
    const ofAds = await world.rows(`SELECT currency FROM rollup.fact_currency WHERE fact = 'ad_day' ORDER BY 1`);
    expect(ofAds.map(({ currency }) => currency)).toEqual(['CNY', 'EUR', 'USD']);
    await world.rows(`DELETE FROM rollup.fact_currency WHERE fact = 'ad_day'`);
    expect((await world.session(checkRollups)).map(({ rollup }) => rollup)).toContain('fact_currency');
    await world.rows(`INSERT INTO rollup.fact_currency SELECT workspace_id, 'ad_day', 'XAG' FROM rollup.fact_currency LIMIT 1`);
    await world.session(rebuildRollups);
    expect(await world.session(checkRollups)).toEqual([]);
    expect(await world.rows(differing)).toEqual([]);
  });

  it('follow a correction of a fact', async () => {
    const [row] = await world.rows<{ day: string; row_id: bigint }>(
      'SELECT day, row_id FROM fact.ad_day WHERE spend_micros > 0 ORDER BY row_id LIMIT 1',
    );
    await world.revise(AdDay, row!.day, row!.row_id, 'spend', 5n);
    expect(await world.session(checkRollups)).toEqual([]);
  });

  it.each(ROLLUPS.map((rollup) => [rollup.table, rollup] as const))('%s is made as it is declared', (table, { by, sums, holdsDays }) => {
    // The latest migration that makes it is the one that counts.
    const sql = MIGRATIONS.findLast((each) => each.includes(`CREATE TABLE rollup.${table} (`));
    const columns = [
      'workspace_id integer NOT NULL',
      'day date NOT NULL',
      ...by.map((column) => `${column} ${column.endsWith('_id') ? 'integer' : 'text'} NOT NULL`),
      'rows bigint NOT NULL',
      ...sums.map((column) => `${column} bigint`),
      ...(holdsDays ? ['days date[] NOT NULL', ...['rows', ...sums].map((column) => `${column}_by_day bigint[] NOT NULL`)] : []),
      `PRIMARY KEY (${['workspace_id', 'day', ...by].join(', ')})`,
    ];
    expect(sql).toContain(`CREATE TABLE rollup.${table} (\n  ${columns.join(',\n  ')}\n);`);
    expect(sql).toContain(`SELECT hub.protect('rollup.${table}', 'SELECT, INSERT, DELETE');`);
  });
});
