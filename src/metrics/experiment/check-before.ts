import { effectOf, refusalOf } from '../../stats/effect';
import { multipleExposures } from '../../stats/multiple-exposures';
import { meanSample } from '../../stats/sample';
import { welchPValue } from '../../stats/welch';
import type { Reason } from './experiment-text';
import type { Exposures, ToldExperiment, ToldVariant } from './told-experiment';

/** Whether arms differed before anybody saw them: what each metric was before, in one arm against the baseline. */
export interface BeforeCheck {
  readonly metric: string;
  readonly variant: string;
  readonly difference: number;
  readonly pValue: number;
  readonly ok: boolean;
}

/** Units that saw several variants, which count in none. */
export interface ExposureCheck extends Exposures {
  readonly share: number;
  readonly ok: boolean;
  readonly reasons: readonly Reason[];
}

/** As for the split of users: many experiments are looked at, and chance alone must not stop one in twenty. */
const LEAST_P = 0.001;

/** Judges the units that saw several variants; null where totals were told and not units. */
export function checkExposures({ exposures }: ToldExperiment): ExposureCheck | null {
  const checked = exposures && multipleExposures(exposures.multiple, exposures.units);
  if (!exposures || !checked) return null;
  const reasons: Reason[] = checked.ok ? [] : [['manyVariants', String(exposures.multiple), (100 * checked.share).toPrecision(2)]];
  return { ...exposures, ...checked, reasons };
}

/** Tests what every metric was before the experiment, each arm against the baseline (an A/A test); nothing where nothing was told of before. */
export function checkBefore(variants: readonly ToldVariant[], baseline: string): BeforeCheck[] {
  return variants.flatMap((other) => {
    const base = variants.find(({ metric, variant }) => metric === other.metric && variant === baseline);
    if (!base || other.variant === baseline) return [];
    const [a, b] = [sampleBefore(base), sampleBefore(other)];
    if (!a || !b || refusalOf(a, b, 'ABSOLUTE')) return [];
    const effect = effectOf(a, b, 'ABSOLUTE');
    const pValue = welchPValue(effect);
    return { metric: other.metric, variant: other.variant, difference: effect.estimate, pValue, ok: pValue >= LEAST_P };
  });
}

/** Why arms that differed before have no winner. */
export function reasonsBefore(checks: readonly BeforeCheck[]): Reason[] {
  return checks.filter(({ ok }) => !ok).map(({ metric, pValue }) => ['unlikeBefore', metric, pValue.toPrecision(2)]);
}

function sampleBefore({ users, before }: ToldVariant) {
  return before && users ? meanSample({ n: users, sum: before.sum, sumSquares: before.sumSquares }) : null;
}
