import { compareProportions, differenceInterval, type Share } from './compare-proportions';
import { proportionInterval } from './proportion-interval';
import type { Bounds } from './welch';

/** An estimate with the interval of its true value. */
export interface Lift extends Bounds {
  readonly value: number;
}

/** How much more often something is said by those who were exposed than by those who were not. */
export interface BrandLift {
  /** The difference of the shares. */
  readonly absolute: Lift;
  /** The difference over the share of the control; null where that is 0. */
  readonly relative: Lift | null;
  /** The difference over what the control leaves to be won, 1 less its share; null where that is 0. */
  readonly headroom: Lift | null;
  /** Two-sided, of two shares with common variance; null where nobody or everybody says it. */
  readonly pValue: number | null;
}

/**
 * The lift of a share among the exposed over the control; `n` above 0, and need not be whole: a weighted share has its effective n. All three intervals, of confidence 1 − α,
 * come from the score intervals of the two shares: the difference by Newcombe (Statistics in Medicine 17, 1998), the quotients likewise (Donner & Zou, Statistical
 * Methods in Medical Research 21, 2012); headroom is 1 less the quotient of those who do not say it.
 */
export function brandLift(control: Share, exposed: Share, alpha = 0.05): BrandLift {
  const [p, q] = [exposed.count / exposed.n, control.count / control.n];
  const [more, few] = [quotient(exposed, control, alpha), quotient(others(exposed), others(control), alpha)];
  const both = exposed.count + control.count;
  return {
    absolute: { value: p - q, ...differenceInterval(exposed, control, 'NEWCOMBE', alpha) },
    relative: more && { value: p / q - 1, low: more.low - 1, high: more.high - 1 },
    headroom: few && { value: (p - q) / (1 - q), low: 1 - few.high, high: 1 - few.low },
    pValue: both > 0 && both < exposed.n + control.n ? compareProportions(exposed, control).pValue : null,
  };
}

function others({ count, n }: Share): Share {
  return { count: n - count, n };
}

/** The interval of a quotient of two shares; null where the lower one is 0. */
function quotient(above: Share, below: Share, alpha: number): Bounds | null {
  if (!(below.count > 0)) return null;
  const [p, q] = [above.count / above.n, below.count / below.n];
  const [over, under] = [
    proportionInterval(above.count, above.n, 'WILSON', alpha),
    proportionInterval(below.count, below.n, 'WILSON', alpha),
  ];
  const [lowest, highest] = [over.low * (2 * p - over.low), over.high * (2 * p - over.high)];
  const [most, least] = [under.high * (2 * q - under.high), under.low * (2 * q - under.low)];
  return {
    low: lowest === 0 ? 0 : lowest / (p * q + Math.sqrt((p * q) ** 2 - lowest * most)),
    high: (p * q + Math.sqrt((p * q) ** 2 - highest * least)) / least,
  };
}
