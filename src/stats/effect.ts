import type { Sample } from './sample';

/** Whether an effect is told as a share of the baseline, or in the metric's own unit. */
export type Scale = 'RELATIVE' | 'ABSOLUTE';

/** Why arms cannot be compared. */
export type Refusal = 'NO_USERS' | 'NO_VARIANCE' | 'ZERO_BASELINE';

/** How much the treatment differs from the baseline, the estimate's standard error, and what a test needs of it. */
export interface Effect {
  readonly scale: Scale;
  readonly estimate: number;
  readonly standardError: number;
  /** Of Welch and Satterthwaite; need not be whole. */
  readonly degreesOfFreedom: number;
  /** Users of both arms. */
  readonly n: number;
}

/** Why two arms cannot be compared on a scale; null when they can. */
export function refusalOf(baseline: Sample, treatment: Sample, scale: Scale): Refusal | null {
  if (!(baseline.n >= 1 && treatment.n >= 1)) return 'NO_USERS';
  if (!(baseline.n >= 2 && treatment.n >= 2 && baseline.variance > 0 && treatment.variance > 0)) return 'NO_VARIANCE';
  return scale === 'RELATIVE' && levelOf(baseline) === 0 ? 'ZERO_BASELINE' : null;
}

/**
 * The difference treatment − baseline, or that difference over the size of the baseline with its variance by the delta method:
 * v_T/(n_T m_C²) + v_C m_T²/(n_C m_C⁴). Degrees of freedom are those of the difference on both scales. Throws a RangeError where {@link refusalOf}
 * gives a reason.
 */
export function effectOf(baseline: Sample, treatment: Sample, scale: Scale): Effect {
  const refusal = refusalOf(baseline, treatment, scale);
  if (refusal) throw new RangeError(`effectOf: ${refusal}; ask refusalOf first`);
  const ofBaseline = baseline.variance / baseline.n;
  const ofTreatment = treatment.variance / treatment.n;
  const difference = treatment.value - baseline.value;
  const variance = ofBaseline + ofTreatment;
  const degreesOfFreedom = variance ** 2 / (ofBaseline ** 2 / (baseline.n - 1) + ofTreatment ** 2 / (treatment.n - 1));
  const n = baseline.n + treatment.n;
  if (scale === 'ABSOLUTE') return { scale, estimate: difference, standardError: Math.sqrt(variance), degreesOfFreedom, n };
  const level = levelOf(baseline);
  const ratio = levelOf(treatment) / level;
  const standardError = Math.sqrt(ofTreatment + ofBaseline * ratio ** 2) / Math.abs(level);
  return { scale, estimate: difference / Math.abs(level), standardError, degreesOfFreedom, n };
}

function levelOf({ value, level }: Sample): number {
  return level ?? value;
}
