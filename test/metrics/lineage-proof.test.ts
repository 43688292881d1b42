import { AdDay } from '../../entities/facts/AdDay';
import { FxDay } from '../../entities/facts/FxDay';
import { type FactClass, factOf } from '../../entities/facts/fact';
import { addDays } from '../../src/lib/day';
import { dimensionsOfMetric } from '../../src/metrics/catalog';
import { decodeCell } from '../../src/metrics/cell-id';
import { lineage } from '../../src/metrics/lineage';
import type { Mapping } from '../../src/metrics/mapping/mapping';
import { saveMapping } from '../../src/metrics/mapping/stored-mapping';
import type { Answer, Dimension, MetricValue, Question } from '../../src/metrics/question';
import { refreshRollups } from '../../src/metrics/refresh-rollups';
import { METRICS, metricOf } from '../../src/metrics/registry';
import { Dice } from '../stats/dice';
import { BUSY_RANGE, busyWorld, RATED_RANGE } from './busy-world';
import type { MetricWorld } from './metric-world';
import { readd } from './readd-records';

const EPOCHS = 4;
const CELLS = 200;
const GRAINS = [undefined, 'DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'] as const;
const NAMES = [...METRICS.keys()];
const KINDS: string[] = ['distinct', 'last', 'lowest', 'native', 'peak', 'share', 'sum'];
const kindsOf = (name: string): string[] => metricOf(name).leaves.map(({ aggregate, across }) => (across ? 'share' : aggregate));
const FACTS = [...new Set(NAMES.flatMap((name) => metricOf(name).leaves.map(({ fact }) => fact)))];

type Asked = Partial<Question> & Pick<Question, 'select' | 'currency' | 'fx'>;

/** A cell that was shown, the question that it answered, and in which epoch. */
interface Shown {
  readonly asked: Asked;
  readonly answer: Answer;
  readonly value: MetricValue;
  readonly epoch: number;
}

describe(`${CELLS} cells of every kind, the world changing while they are shown`, () => {
  const dice = new Dice(20261126);
  const below = (count: number) => Math.floor(dice.uniform() * count);
  const pick = <T>(items: readonly T[]): T => items[below(items.length)] as T;
  const shown: Shown[] = [];
  let world: MetricWorld;

  /** A question for one metric, cut and filtered in any way that its facts allow. */
  function question(metric: string): Asked {
    const apart = [...new Set(metricOf(metric).leaves.flatMap((leaf) => leaf.apart ?? []))];
    const native = metricOf(metric).leaves.some(({ aggregate }) => aggregate === 'native');
    const others = dimensionsOfMetric(metricOf(metric)).filter((each) => !apart.includes(each));
    const by: Dimension[] = [...new Set([...apart, ...Array.from({ length: below(3) }, () => pick(others))])];
    const start = addDays(RATED_RANGE.from, below(20));
    const grain = native ? 'DAY' : pick(GRAINS);
    return {
      select: [metric],
      by,
      range: dice.uniform() < 0.5 ? RATED_RANGE : { from: start, to: addDays(start, 7 + below(40)) },
      currency: pick(['EUR', 'USD', 'CNY']),
      fx: dice.uniform() < 0.3 ? 'PLAN_RATE' : 'DAY_RATE',
      first: 500,
      ...(grain ? { grain } : {}),
      ...(dice.uniform() < 0.3 ? { where: [{ dimension: 'SOURCE', op: pick(['IN', 'NOT_IN'] as const), values: ['one'] }] } : {}),
    };
  }

  async function show(count: number, epoch: number): Promise<void> {
    for (const wanted = shown.length + count; shown.length < wanted; ) {
      // Every kind gets its turn, the rest is chance.
      const kind = KINDS[shown.length % 25];
      const asked = question(pick(kind ? NAMES.filter((name) => kindsOf(name).includes(kind)) : NAMES));
      const answer = await world.ask(asked);
      const known = answer.rows.flatMap(({ values }) => values).filter(({ value }) => value !== null);
      if (known.length > 0) shown.push({ asked, answer, value: pick(known), epoch });
    }
  }

  /** Corrects values of every fact, takes a row out, brings late ones, and changes rates, plans' rates and rules. */
  async function change(epoch: number): Promise<void> {
    for (const fact of [...FACTS, FxDay]) await correct(fact, fact === AdDay ? 12 : 3);
    await remove();
    const campaign = (await world.rows<{ id: number }>('SELECT min(id) AS id FROM hub.campaign'))[0]!.id;
    await world.load(AdDay, [
      { day: addDays(RATED_RANGE.from, below(40)), campaign, ad: `late ${epoch}`, currency: 'USD', spend: 7_000_001n, clicks: 3 },
    ]);
    await world.rows(
      `INSERT INTO hub.plan_rate (workspace_id, year, currency, per_euro) VALUES (1, 2026, 'USD', $1), (1, 2026, 'CNY', $2)
       ON CONFLICT (workspace_id, year, currency) DO UPDATE SET per_euro = excluded.per_euro`,
      [1 + epoch / 10, 8 - epoch / 7],
    );
    const rules: Mapping = new Map([
      ['CATEGORY', [{ value: pick(['drinks', 'things']), match: ['tea'] }]],
      ['MARKET', [{ value: 'dach', match: [pick(['de', 'fr'])] }]],
      ['INITIATIVE', [{ value: 'odd', match: [`*${epoch}`] }]],
    ]);
    await world.session((session) => saveMapping(session, rules));
  }

  async function correct(fact: FactClass, count: number): Promise<void> {
    const { table, columns } = factOf(fact);
    const revisable = columns.filter(({ role, kind }) => role !== 'key' && kind !== 'instant' && kind !== 'day');
    for (let i = 0; i < count; i++) {
      const { property, column } = pick(revisable);
      const rows = await world.rows<{ day: string; row_id: bigint; value: string | bigint | null }>(
        `SELECT day, row_id, ${column} AS value FROM fact.${table} WHERE day BETWEEN $1 AND $2 ORDER BY day, row_id`,
        [BUSY_RANGE.from, BUSY_RANGE.to],
      );
      if (rows.length === 0) return;
      const { day, row_id: rowId } = pick(rows);
      await world.revise(fact, day, rowId, property, pick(rows).value);
    }
  }

  async function remove(): Promise<void> {
    await world.session(async (session) => {
      const [gone] = await session.query<{ day: string }>(
        `WITH change AS (
           UPDATE hub.workspace SET data_version = data_version + 1, recorded_at = greatest(clock_timestamp(), recorded_at + interval '1 microsecond')
           WHERE id = 1 RETURNING recorded_at
         ), gone AS (DELETE FROM fact.ad_day WHERE (day, row_id) IN (SELECT day, row_id FROM fact.ad_day ORDER BY day, row_id OFFSET 40 LIMIT 1) RETURNING *)
         INSERT INTO hub.removed_row (workspace_id, fact, day, row_id, removed_at, run_id, content)
         SELECT 1, 'ad_day', g.day, g.row_id, c.recorded_at, 1, to_jsonb(g) FROM gone g, change c RETURNING day`,
      );
      await refreshRollups(session, AdDay, [gone!.day]);
    });
  }

  beforeAll(async () => {
    world = await busyWorld();
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      await change(epoch);
      // What the rates are now, kept apart from all that the hub does with them.
      for (const [copy, table] of [
        ['rates', 'fact.fx_day'],
        ['plans', 'hub.plan_rate'],
      ])
        await world.asOwner(
          `CREATE TABLE fact.${copy}_${epoch} AS SELECT * FROM ${table}; GRANT SELECT ON fact.${copy}_${epoch} TO PUBLIC`,
        );
      await show(CELLS / EPOCHS, epoch);
      // An instant in a Date is a whole millisecond; the next change lies in another.
      await new Promise((done) => setTimeout(done, 3));
    }
  });
  afterAll(() => world?.close());

  it('are of every kind, every grain, and mostly of earlier instants', () => {
    const kinds = new Set(shown.flatMap(({ asked }) => kindsOf(asked.select[0] as string)));
    expect([...kinds].sort()).toEqual(KINDS);
    expect(new Set(shown.map(({ asked }) => asked.grain)).size).toBe(GRAINS.length);
    expect(new Set(shown.map(({ asked }) => asked.select[0])).size).toBeGreaterThan(80);
    expect(shown.filter(({ epoch }) => epoch < EPOCHS - 1).length).toBeGreaterThanOrEqual(CELLS / 2);
  });

  it('are each what their records come to, computed again and added up by plain SQL', async () => {
    let added = 0;
    for (const { asked, value, epoch } of shown) {
      const rows: string[] = [];
      let after: string | null = null;
      do {
        const found = await world.snapshot((session) => lineage(session, value.lineage, { first: 500, after }));
        expect([value.metric, asked, found.recomputed]).toEqual([value.metric, asked, value.value]);
        expect(found.value).toBe(value.value);
        rows.push(...found.records.records.map((record) => JSON.stringify({ ...JSON.parse(record.values), sourceKey: record.sourceKey })));
        after = found.records.hasNextPage ? found.records.endCursor : null;
        if (!after) expect(rows.length).toBe(found.factRows);
      } while (after);
      const metric = metricOf(value.metric);
      const [first] = metric.leaves;
      // Of several facts, and of the whole that a share is of, the records do not tell which is which.
      if (metric.leaves.some((leaf) => leaf.fact !== first?.fact || leaf.across || leaf.scope !== first?.scope)) continue;
      const plan = asked.fx === 'PLAN_RATE';
      const records = {
        rows,
        currency: decodeCell(value.lineage).currency,
        rates: { table: `fact.${plan ? 'plans' : 'rates'}_${epoch}`, plan },
      };
      const again = metric.evaluate(await readd(world, metric.leaves, records));
      expect([value.metric, asked, again.value?.toNumber() ?? null]).toEqual([value.metric, asked, value.value]);
      added++;
    }
    expect(added).toBeGreaterThan(CELLS / 2);
  });

  it('are shown again as of then, whatever has changed since', async () => {
    for (const { asked, answer } of shown.filter(({ epoch }, i) => epoch < EPOCHS - 1 && i % 2 === 0)) {
      const again = await world.ask({ ...asked, asOf: answer.asOf });
      const told = ({ rows }: Answer) => rows.map(({ period, dimensions, values }) => [period, dimensions, values[0]?.value]);
      expect([asked, told(again)]).toEqual([asked, told(answer)]);
    }
  });
});
