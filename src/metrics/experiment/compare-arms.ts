import { type Effect, effectOf, type Refusal, refusalOf, type Scale } from '../../stats/effect';
import type { Sample } from '../../stats/sample';
import type { Reason, ReasonName } from './experiment-text';
import type { ToldVariant } from './told-experiment';
import { kindOf, toldValue } from './told-value';

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
  readonly missing: readonly Reason[];
  /** What was told of the baseline and of the arm. */
  readonly rows: readonly ToldVariant[];
}

const REFUSALS: Record<Refusal, ReasonName> = { NO_USERS: 'noUsers', NO_VARIANCE: 'noVariance', ZERO_BASELINE: 'zeroBaseline' };

/** Compares arms of one metric with the baseline; `rows` are all that is told of the metric. */
export function compareArms(rows: readonly ToldVariant[], baseline: string, variants: readonly string[]): Comparison[] {
  const kind = kindOf(rows);
  const told = new Map(rows.map((row) => [row.variant, row]));
  const [first] = rows;
  return variants.map((variant) => {
    const [base, other] = [told.get(baseline), told.get(variant)];
    const [ofBase, ofOther] = [base && toldValue(base, kind), other && toldValue(other, kind)];
    const [a, b] = [ofBase?.sample ?? null, ofOther?.sample ?? null];
    const absolute = effectOrReason(a, b, 'ABSOLUTE');
    const relative = effectOrReason(a, b, 'RELATIVE');
    const untold: Reason[] = [...(base ? [] : [baseline]), ...(other ? [] : [variant])].map((name) => ['notTold', name]);
    const missing = [ofBase?.missing, ofOther?.missing, absolute.reason, relative.reason].flatMap((name): Reason[] =>
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
