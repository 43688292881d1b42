import type { Session } from '../../database/session';
import type { Day } from '../../lib/day';
import type { RowOrigin } from '../evidence/told-rows';
import { toldTotals } from './told-totals';
import { toldUnits } from './told-units';

/** What the users of one variant came to before they saw it: Σy, Σy², and Σxy with what they came to since. */
export interface ToldBefore {
  readonly sum: number;
  readonly sumSquares: number;
  readonly products: number;
}

/** A quantile of the users' values, and the variance of one user's part in it. */
export interface ToldQuantile {
  readonly value: number;
  readonly variance: number;
}

/** What was last told of one variant for one metric: totals of its users. Null is what the source does not tell. */
export interface ToldVariant {
  readonly variant: string;
  readonly variantName: string | null;
  readonly variantPlace: number | null;
  readonly metric: string;
  readonly metricName: string | null;
  readonly metricRole: string | null;
  readonly day: Day;
  /** 0 to 1. */
  readonly weight: number | null;
  readonly users: number | null;
  readonly sum: number | null;
  readonly sumSquares: number | null;
  readonly denominator: number | null;
  readonly denominatorSquares: number | null;
  readonly products: number | null;
  /** Of units only, where any of the metric was told of before. */
  readonly before?: ToldBefore;
  /** Of units only, where it was asked for. */
  readonly quantile?: ToldQuantile;
  /** The record that told the totals; of units the first of theirs. */
  readonly origins: readonly RowOrigin[];
}

/** Units of one experiment, and those among them that saw several of its variants. */
export interface Exposures {
  readonly units: number;
  readonly multiple: number;
}

/** An experiment as it was last told: of one source and its latest phase, totals by each metric's latest day. */
export interface ToldExperiment {
  readonly key: string;
  readonly name: string;
  readonly phase: string;
  /** The first and the latest day that anything was told of. */
  readonly firstDay: Day;
  readonly day: Day;
  readonly variants: readonly ToldVariant[];
  /** Null where totals were told and not units. */
  readonly exposures: Exposures | null;
}

/** What unit values become before they are added up. */
export interface UnitShape {
  /** Values above this percentile (0 to 1) of a metric's values other than 0, over all arms, are lowered to it. */
  readonly winsorise?: number | null;
  /** The quantile (0 to 1) that arms are compared by, in place of the mean. */
  readonly quantile?: number | null;
}

/** Every day that a fact may have. */
export const ALWAYS = { from: '1990-01-01', to: '2100-12-31' };

/**
 * Reads an experiment by its key as it was known at an instant (now when absent); null when nothing was told of it by then. Where units were told they
 * count, as they tell all that totals do.
 */
export async function toldExperiment(session: Session, key: string, asOf?: Date, shape: UnitShape = {}): Promise<ToldExperiment | null> {
  return (await toldUnits(session, key, asOf, shape)) ?? toldTotals(session, key, asOf);
}
