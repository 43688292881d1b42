import { adjustedSamples } from '../../src/stats/cuped';
import { effectOf, refusalOf, type Scale } from '../../src/stats/effect';
import { posteriorOf, priorInUnit } from '../../src/stats/posterior';
import { meanSample, proportionSample, ratioSample, type Sample } from '../../src/stats/sample';
import { sequentialTest } from '../../src/stats/sequential';
import { binaryTotals, type Totals } from '../../src/stats/totals';
import { type Tail, welchTest } from '../../src/stats/welch';
import { expectNear } from './reference-vectors';

interface Sums {
  n: number;
  sum: number;
  /** A proportion has none. */
  sum_squares?: number;
}
interface Arm extends Sums {
  type: 'ProportionStatistic' | 'SampleMeanStatistic' | 'RatioStatistic' | 'RegressionAdjustedStatistic';
  m_statistic: Sums;
  d_statistic: Sums;
  m_d_sum_of_products: number;
  post_statistic: Sums;
  pre_statistic: Sums;
  post_pre_sum_of_products: number;
}
/** One reference result: two arms, a test with its settings, and what it must say. */
export interface ReferenceCase {
  name: string;
  test: string;
  a: Arm;
  b: Arm;
  config: {
    difference_type: 'relative' | 'absolute';
    alpha?: number;
    sequential_tuning_parameter?: number;
    prior?: { mean: number; variance: number; proper: boolean };
  };
  expected: {
    expected: number;
    ci: [number | string, number | string];
    uplift: { mean: number; stddev: number };
    errorMessage: string | null;
    pValue?: number;
    chanceToWin?: number;
    risk?: [number, number];
  };
}

const TAILS: [RegExp, Tail][] = [
  [/Greater/, 'GREATER'],
  [/Lesser/, 'LESS'],
];

/** Throws unless the engine says what the case expects, as near as `off`; `halved` where one-sided sequential p-values were sought by halving. */
export function checkCase({ test, a, b, config, expected }: ReferenceCase, off: number, halved: boolean): void {
  const [baseline, treatment] = samplesOf(a, b);
  const scale: Scale = config.difference_type === 'relative' ? 'RELATIVE' : 'ABSOLUTE';
  const refusal = refusalOf(baseline, treatment, scale);
  if ((refusal !== null) !== (expected.errorMessage !== null)) throw new Error(`${refusal} where ${expected.errorMessage} was expected`);
  if (refusal) return;
  const effect = effectOf(baseline, treatment, scale);
  if (config.prior) {
    // A prior is about the lift, also where the effect is told in the metric's unit.
    const ofLift = { mean: config.prior.mean, standardDeviation: Math.sqrt(config.prior.variance) };
    const prior = scale === 'RELATIVE' ? ofLift : priorInUnit(ofLift, baseline.value);
    const posterior = posteriorOf(effect, config.prior.proper ? prior : null);
    expectNear(posterior.mean, expected.uplift.mean, off);
    expectNear(posterior.standardDeviation, expected.uplift.stddev, off);
    expectNear(posterior.chanceToWin, expected.chanceToWin!, off);
    expectNear(posterior.riskOfBaseline, expected.risk![0], off);
    expectNear(posterior.riskOfTreatment, expected.risk![1], off);
    expectBounds(posterior, expected.ci, off);
    return;
  }
  const tail = TAILS.find(([name]) => name.test(test))?.[1] ?? 'BOTH';
  const result = test.startsWith('Sequential')
    ? sequentialTest(effect, config.alpha, config.sequential_tuning_parameter, tail)
    : welchTest(effect, config.alpha, tail);
  expectNear(effect.estimate, expected.expected, off);
  expectNear(effect.standardError, expected.uplift.stddev, off);
  if (halved && test.startsWith('SequentialOne')) expectOnTheWay(result.pValue, expected.pValue!);
  else expectNear(result.pValue, expected.pValue!, off);
  expectBounds(result, expected.ci, off);
}

/**
 * The reference seeks a one-sided sequential p-value by halving and stops early, up to 2e-5 away; ours is where the halving leads. Theirs must be one of
 * the middles on the way to ours, to twelve places.
 */
function expectOnTheWay(ours: number, theirs: number): void {
  let [low, high] = [1e-5, 0.4999];
  expectNear(ours, theirs, 2e-5);
  for (let step = 0; step < 20; step += 1) {
    const middle = (low + high) / 2;
    if ([low, middle, high].some((met) => Math.abs(met - theirs) < 1e-12)) return;
    if (ours > middle) low = middle;
    else high = middle;
  }
  throw new Error(`${theirs} is on no way to ${ours}`);
}

function expectBounds({ low, high }: { low: number; high: number }, ci: readonly (number | string)[], off: number): void {
  expectNear(low, Number(ci[0]), off);
  expectNear(high, Number(ci[1]), off);
}

function samplesOf(a: Arm, b: Arm): [Sample, Sample] {
  if (a.type !== 'RegressionAdjustedStatistic') return [sampleOf(a), sampleOf(b)];
  const [of, ofOther] = [a, b].map((arm) => ({
    x: totals(arm.post_statistic),
    y: totals(arm.pre_statistic),
    sumProducts: arm.post_pre_sum_of_products,
  }));
  const adjusted = adjustedSamples(of!, ofOther!);
  return [adjusted.a, adjusted.b];
}

function sampleOf(arm: Arm): Sample {
  if (arm.type === 'ProportionStatistic') return proportionSample(arm.n, arm.sum);
  if (arm.type === 'SampleMeanStatistic') return meanSample(totals(arm));
  return ratioSample({ x: totals(arm.m_statistic), y: totals(arm.d_statistic), sumProducts: arm.m_d_sum_of_products });
}

function totals({ n, sum, sum_squares: sumSquares }: Sums): Totals {
  return sumSquares === undefined ? binaryTotals(n, sum) : { n, sum, sumSquares };
}
