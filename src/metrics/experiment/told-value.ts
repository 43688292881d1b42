import { meanSample, proportionSample, ratioSample, type Sample } from '../../stats/sample';
import type { ReasonName } from './experiment-text';
import type { ToldVariant } from './told-experiment';

/** A metric's value in one arm, the sample that a test needs where enough is told for one, and else what is missing. */
export interface ToldValue {
  readonly value: number | null;
  readonly sample: Sample | null;
  readonly missing: ReasonName | null;
}

/** What a metric is, as its totals show. */
export type MetricKind = 'SHARE' | 'MEAN' | 'RATIO';

/** A metric is a ratio where any arm has a denominator, a share where each user counts 0 or 1 (then Σx² is Σx), else a mean. */
export function kindOf(arms: readonly ToldVariant[]): MetricKind {
  if (arms.some(({ denominator }) => denominator !== null)) return 'RATIO';
  const countsUsers = arms.every(
    ({ users, sum, sumSquares }) => sum !== null && sum === sumSquares && users !== null && 0 <= sum && sum <= users,
  );
  return countsUsers ? 'SHARE' : 'MEAN';
}

/** Reads an arm's totals, or the quantile where that was asked for; nothing that the source does not tell is made up. */
export function toldValue(told: ToldVariant, kind: MetricKind): ToldValue {
  const { users: n, sum } = told;
  if (n !== null && told.quantile) return { value: told.quantile.value, sample: { n, ...told.quantile }, missing: null };
  if (n === null || sum === null) return { value: null, sample: null, missing: 'noTotals' };
  if (n === 0) return { value: null, sample: null, missing: 'noUsers' };
  if (kind === 'RATIO') return toldRatio(told, n, sum);
  if (kind === 'SHARE') return { value: sum / n, sample: proportionSample(n, sum), missing: null };
  if (told.sumSquares === null) return { value: sum / n, sample: null, missing: 'noSquares' };
  return { value: sum / n, sample: meanSample({ n, sum, sumSquares: told.sumSquares }), missing: null };
}

function toldRatio({ sumSquares, denominator, denominatorSquares, products }: ToldVariant, n: number, sum: number): ToldValue {
  if (denominator === null) return { value: null, sample: null, missing: 'noTotals' };
  if (denominator === 0) return { value: null, sample: null, missing: 'noDenominator' };
  const value = sum / denominator;
  if (sumSquares === null || denominatorSquares === null || products === null) return { value, sample: null, missing: 'noSquares' };
  const y = { n, sum: denominator, sumSquares: denominatorSquares };
  return { value, sample: ratioSample({ x: { n, sum, sumSquares }, y, sumProducts: products }), missing: null };
}
