/**
 * The touches of one person before one outcome, oldest first, and what came of them. Channels are whole numbers from 0 on, so that a million journeys
 * cost no text; `ages` is how many days before the outcome each touch was. A journey that led to nothing has 0 conversions.
 */
export interface Journey {
  readonly channels: readonly number[];
  readonly ages: readonly number[];
  readonly conversions: number;
  /** What the conversions were worth, in one currency. */
  readonly value: number;
}

/** What a channel is credited with. Conversions and value are credited apart: neither follows from the other. */
export interface Credit {
  conversions: number;
  value: number;
}

/** A way to credit channels for outcomes: journeys go in one after the other, and none is kept. */
export interface CreditModel {
  add(journey: Journey): void;
  /** By channel number; together they are the conversions and the value of the journeys that had a touch. */
  credits(): Credit[];
}

/** Credit of nothing for so many channels. */
export function noCredits(channels: number): Credit[] {
  return Array.from({ length: channels }, () => ({ conversions: 0, value: 0 }));
}

/**
 * Shares `total` out in proportion to parts that may be of either sign; equally among channels where the parts come to nothing and there is something
 * to share.
 */
export function sharedOut(total: number, parts: readonly number[]): number[] {
  const sum = parts.reduce((whole, part) => whole + part, 0);
  if (total === 0) return parts.map(() => 0);
  return parts.map((part) => (sum === 0 ? total / parts.length : (total * part) / sum));
}
