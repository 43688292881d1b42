import type { Journey } from './journey';

/**
 * How one journey's outcome is shared out among its own touches.
 * `first`, `last`: all to one touch. `lastNonDirect`: to the last touch that is not of a `direct` channel, to the last one where all are.
 * `linear`: equally, a channel that was touched twice counting twice. `timeDecay`: 2^(-age / halfLifeDays). `position`: `first` and `last` to the
 * ends, the rest equally to those between; of two touches in the ratio of the ends. `custom`: so much to each place counted from the outcome back,
 * `weights[0]` for the last touch; touches further back get the last weight.
 */
export type TouchRule =
  | { readonly kind: 'first' | 'last' | 'linear' }
  | { readonly kind: 'lastNonDirect'; readonly direct: ReadonlySet<number> }
  | { readonly kind: 'timeDecay'; readonly halfLifeDays: number }
  | { readonly kind: 'position'; readonly first: number; readonly last: number }
  | { readonly kind: 'custom'; readonly weights: readonly number[] };

/** 40 % each to the first and the last touch, 20 % to those between. */
export const USUAL_POSITION: TouchRule = { kind: 'position', first: 0.4, last: 0.4 };

/** Half the credit for a touch that was a week earlier. */
export const USUAL_DECAY: TouchRule = { kind: 'timeDecay', halfLifeDays: 7 };

/** The share of each touch of a journey, in its order, adding up to 1; none of a journey without touches. Throws a RangeError for a rule that has no meaning. */
export function touchWeights(rule: TouchRule, { channels, ages }: Pick<Journey, 'channels' | 'ages'>): number[] {
  if (channels.length === 0) return [];
  const raw = rawWeights(rule, channels, ages);
  const sum = raw.reduce((whole, weight) => whole + weight, 0);
  return raw.map((weight) => weight / sum);
}

function rawWeights(rule: TouchRule, channels: readonly number[], ages: readonly number[]): number[] {
  const count = channels.length;
  const only = (chosen: number) => channels.map((_, at) => (at === chosen ? 1 : 0));
  switch (rule.kind) {
    case 'first':
      return only(0);
    case 'last':
      return only(count - 1);
    case 'lastNonDirect': {
      const chosen = channels.findLastIndex((channel) => !rule.direct.has(channel));
      return only(chosen < 0 ? count - 1 : chosen);
    }
    case 'linear':
      return channels.map(() => 1);
    case 'timeDecay': {
      if (!(rule.halfLifeDays > 0)) throw new RangeError(`touchWeights: a half-life of ${rule.halfLifeDays} days; expected more than 0`);
      // Measured from the youngest touch, so that the oldest journeys do not come to nothing.
      const youngest = Math.min(...ages);
      return ages.map((age) => 2 ** ((youngest - age) / rule.halfLifeDays));
    }
    case 'position':
      return positionWeights(count, rule);
    case 'custom':
      return customWeights(count, rule.weights);
  }
}

function positionWeights(count: number, { first, last }: { first: number; last: number }): number[] {
  if (!(first >= 0 && last >= 0 && first + last > 0 && first + last <= 1))
    throw new RangeError(`touchWeights: position weights ${first} and ${last}; expected two that are not negative and 0 < sum <= 1`);
  if (count === 1) return [1];
  if (count === 2) return [first, last];
  const between = (1 - first - last) / (count - 2);
  return Array.from({ length: count }, (_, at) => (at === 0 ? first : at === count - 1 ? last : between));
}

function customWeights(count: number, weights: readonly number[]): number[] {
  const [last = 0] = weights;
  if (!(last > 0) || weights.some((weight) => !(weight >= 0)))
    throw new RangeError(`touchWeights: weights ${weights.join(', ')}; expected none below 0 and the last touch's above 0`);
  return Array.from({ length: count }, (_, at) => weights[Math.min(count - 1 - at, weights.length - 1)]!);
}
