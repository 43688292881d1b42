import type { Filter, MetricName, MetricValue } from '../../src/metrics/question';
import { METRICS } from '../../src/metrics/registry';
import { type Analyst, MONEY_FUNCTION, type Place, statementOf } from './analyst';
import { BRAND } from './analyst-brand';
import { COMMERCE } from './analyst-commerce';
import { FOLLOW_UPS } from './analyst-follow-ups';
import { SELLERS } from './analyst-sellers';
import { SITES } from './analyst-sites';
import { TOUCHES } from './analyst-touches';
import { SOLO_DAY } from './busy-sellers';
import { busyWorld, RATED_RANGE } from './busy-world';
import type { MetricWorld } from './metric-world';

const ANALYST: Readonly<Record<MetricName, Analyst>> = { ...COMMERCE, ...BRAND, ...SELLERS, ...SITES, ...TOUCHES, ...FOLLOW_UPS };

const is = (dimension: Filter['dimension'], value: string): Filter => ({ dimension, op: 'IN', values: [value] });
const PLACES: Record<Place, { range: { from: string; to: string }; where: Filter[] }> = {
  all: { range: RATED_RANGE, where: [] },
  acme: { range: RATED_RANGE, where: [is('BRAND', 'acme')] },
  solo: { range: { from: SOLO_DAY, to: SOLO_DAY }, where: [] },
  split: { range: RATED_RANGE, where: [is('SPLIT', 'keyword')] },
  cohort: { range: RATED_RANGE, where: [is('COHORT', '2026-01'), is('AGE', '1')] },
  variant: {
    range: RATED_RANGE,
    where: [is('EXPERIMENT', 'checkout'), is('PHASE', ''), is('OUTCOME', 'bought'), is('VARIANT', 'short')],
  },
};
const CURRENCIES = ['EUR', 'USD', 'CNY'];
const WAYS = [true, false];

describe('every metric is what an analyst would compute', () => {
  let world: MetricWorld;
  /** Values by place, currency, use of rollups, and metric: each place is asked once for all of its metrics. */
  const answered = new Map<string, MetricValue>();

  beforeAll(async () => {
    world = await busyWorld();
    await world.asOwner(MONEY_FUNCTION);
    for (const [place, question] of Object.entries(PLACES)) {
      const select = Object.keys(ANALYST).filter((name) => METRICS.has(name) && ANALYST[name]?.place === place);
      for (const currency of CURRENCIES) {
        for (const useRollups of WAYS) {
          const answer = await world.ask({ ...question, select, currency }, { useRollups });
          expect(answer.rows).toHaveLength(1);
          for (const value of answer.rows[0]!.values) answered.set(`${value.metric} ${currency} ${useRollups}`, value);
        }
      }
    }
  });
  afterAll(() => world.close());

  it('has a statement of an analyst for every metric of the registry, and for nothing else', () => {
    expect(Object.keys(ANALYST).sort()).toEqual([...METRICS.keys()].sort());
  });

  it.each(Object.entries(ANALYST))('%s', async (name, analyst) => {
    for (const currency of CURRENCIES) {
      const [row] = await world.rows<{ value: number }>(statementOf(analyst, PLACES[analyst.place].range, currency));
      const expected = row!.value;
      expect(expected).not.toBeNull();
      for (const way of WAYS) {
        const { value } = answered.get(`${name} ${currency} ${way}`)!;
        expect(value).not.toBeNull();
        expect(Math.abs((value as number) - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1e-3, Math.abs(expected)));
      }
    }
  });

  it('an estimate from a sample tells how many answered, and lies within its interval', async () => {
    const [{ n: least } = { n: 0n }] = await world.rows<{ n: bigint }>(
      `SELECT min(n) AS n FROM (SELECT count(*) AS n FROM fact.survey_answer WHERE day BETWEEN '${RATED_RANGE.from}' AND '${RATED_RANGE.to}'
         AND score_micros IS NOT NULL GROUP BY question) q`,
    );
    for (const name of [...METRICS.keys()].filter((each) => METRICS.get(each)?.base)) {
      const { value, n, interval } = answered.get(`${name} EUR true`)!;
      expect(n).toBeGreaterThanOrEqual(Number(least));
      expect(interval!.low).toBeLessThanOrEqual(value as number);
      expect(interval!.high).toBeGreaterThanOrEqual(value as number);
    }
  });
});
