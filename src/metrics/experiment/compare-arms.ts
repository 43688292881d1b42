import { adjustedSamples } from '../../stats/cuped';
import { type Effect, effectOf, type Refusal, refusalOf, type Scale } from '../../stats/effect';
import type { Sample } from '../../stats/sample';
import type { PairTotals } from '../../stats/totals';
import type { Reason, ReasonName } from './experiment-text';
import type { ToldVariant } from './told-experiment';
import { kindOf, type MetricKind, toldValue } from './told-value';

/** One arm against the baseline on one metric, as far as what is told goes. */
export interface Comparison {
  readonly metric: string;
  readonly metricName: string;
  readonly role: string | null;
  readonly variant: string;
  readonly baselineValue: number | null;
  readonly value: number | null;
  /** Users of the smaller arm. */
  readonly fewest: number;
  readonly absolute: Effect | null;
  readonly relative: Effect | null;
  /** What was taken out of both arms' errors by what their users were like before; null where that was not asked for or cannot be done. */
  readonly cuped: CupedShare | null;
  readonly missing: readonly Reason[];
  /** What was told of the baseline and of the arm. */
  readonly rows: readonly ToldVariant[];
}

/** θ, and the share of the difference's variance that is gone. */
export interface CupedShare {
  readonly theta: number;
  readonly varianceReduction: number;
}

/** How arms are compared. */
export interface Ways {
  /** Take out what users were like before. */
  readonly cuped?: boolean;
  /** By a quantile, in place of the mean: only arms for which it is told have one. */
  readonly quantile?: number | null;
}

const REFUSALS: Record<Refusal, ReasonName> = { NO_USERS: 'noUsers', NO_VARIANCE: 'noVariance', ZERO_BASELINE: 'zeroBaseline' };

/** Compares arms of one metric with the baseline; `rows` are all that is told of the metric. */
export function compareArms(rows: readonly ToldVariant[], baseline: string, variants: readonly string[], ways: Ways = {}): Comparison[] {
  const kind = kindOf(rows);
  const told = new Map(rows.map((row) => [row.variant, row]));
  const [first] = rows;
  return variants.map((variant) => {
    const [base, other] = [told.get(baseline), told.get(variant)];
    const [ofBase, ofOther] = [base && readArm(base, kind, ways), other && readArm(other, kind, ways)];
    const plain = [ofBase?.sample ?? null, ofOther?.sample ?? null] as const;
    const without = ways.cuped && !ways.quantile ? withoutBefore(base, other, kind, plain) : null;
    const [a, b] = without?.samples ?? plain;
    const absolute = effectOrReason(a, b, 'ABSOLUTE');
    const relative = effectOrReason(a, b, 'RELATIVE');
    const untold: Reason[] = [...(base ? [] : [baseline]), ...(other ? [] : [variant])].map((name) => ['notTold', name]);
    const missing = [ofBase?.missing, ofOther?.missing, absolute.reason, relative.reason, without?.reason].flatMap((name): Reason[] =>
      name ? [[name]] : [],
    );
    return {
      metric: first!.metric,
      metricName: first!.metricName ?? first!.metric,
      role: first!.metricRole,
      variant,
      baselineValue: ofBase?.value ?? null,
      value: ofOther?.value ?? null,
      fewest: Math.min(base?.users ?? 0, other?.users ?? 0),
      absolute: absolute.effect,
      relative: relative.effect,
      cuped: without?.cuped ?? null,
      missing: [...untold, ...missing],
      rows: [base ?? [], other ?? []].flat(),
    };
  });
}

function effectOrReason(a: Sample | null, b: Sample | null, scale: Scale): { effect: Effect | null; reason: ReasonName | null } {
  if (!a || !b) return { effect: null, reason: null };
  const refusal = refusalOf(a, b, scale);
  return refusal ? { effect: null, reason: REFUSALS[refusal] } : { effect: effectOf(a, b, scale), reason: null };
}

/** An arm's value; of a quantile that so few users cannot tell, why there is none. */
function readArm(told: ToldVariant, kind: MetricKind, { quantile }: Ways): ReturnType<typeof toldValue> {
  if (quantile && !told.quantile) return { value: null, sample: null, missing: 'noQuantile' };
  return toldValue(told, kind);
}

/** Both arms with what their users were like before taken out, or why that cannot be done. */
function withoutBefore(
  base: ToldVariant | undefined,
  other: ToldVariant | undefined,
  kind: MetricKind,
  [a, b]: readonly [Sample | null, Sample | null],
): { samples?: readonly [Sample, Sample]; cuped?: CupedShare; reason?: ReasonName } {
  if (!base || !other || !a || !b) return {};
  if (kind === 'RATIO') return { reason: 'ratioBefore' };
  const [of, to] = [pairOf(base, kind), pairOf(other, kind)];
  if (!of || !to) return { reason: 'noBefore' };
  const { theta, ...samples } = adjustedSamples(of, to);
  const spread = (x: Sample, y: Sample) => x.variance / x.n + y.variance / y.n;
  return { samples: [samples.a, samples.b], cuped: { theta, varianceReduction: 1 - spread(samples.a, samples.b) / spread(a, b) } };
}

function pairOf({ users: n, sum, sumSquares, before }: ToldVariant, kind: MetricKind): PairTotals | null {
  if (n === null || sum === null || sumSquares === null || !before) return null;
  const x = { n, sum, sumSquares, binary: kind === 'SHARE' };
  return { x, y: { n, sum: before.sum, sumSquares: before.sumSquares }, sumProducts: before.products };
}
