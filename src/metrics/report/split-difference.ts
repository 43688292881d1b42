import { Exact } from '../exact';

/** The causes of a difference, in the order in which one after the other is changed. */
export const CAUSES = ['redefined', 'restated', 'exchanged', 'moved'] as const;
export type Cause = (typeof CAUSES)[number];

/** A difference and what it comes of: the parts add up to it exactly. */
export type Split = { readonly change: Exact } & { readonly [cause in Cause]: Exact };

/** A number on its way from one report to the other; undefined where it is not known. */
export interface Stages {
  /** As it was kept. */
  readonly kept: Exact | undefined;
  /** What the later question, rules and definitions make of the earlier days, facts and rates. */
  readonly redefined: Exact | undefined;
  /** The same of the later facts. */
  readonly restated: Exact | undefined;
  /** The same at the later rates, and in the later currency. */
  readonly exchanged: Exact | undefined;
  /** The same over the later days. */
  readonly moved: Exact | undefined;
  /** As it was kept, or is now: where it differs from the last one, a release stands between that changed what the metric means. */
  readonly keptLater: Exact | undefined;
}

/**
 * Splits the difference of two numbers. Of what adds up nothing known is 0; of a quotient a stage that is not defined takes the value of the one before,
 * so that the next known one has the whole step. Null where either end is not defined.
 */
export function splitDifference(stages: Stages, addsUp: boolean): Split | null {
  const known = (value: Exact | undefined) => value ?? (addsUp ? Exact.zero : null);
  const [first, last] = [known(stages.kept), known(stages.keptLater)];
  if (!first || !last) return null;
  let at = first;
  const step = (value: Exact | undefined) => {
    const next = known(value) ?? at;
    const part = next.minus(at);
    at = next;
    return part;
  };
  const redefined = step(stages.redefined);
  const [restated, exchanged, moved] = [step(stages.restated), step(stages.exchanged), step(stages.moved)];
  return { change: last.minus(first), redefined: redefined.plus(step(stages.keptLater)), restated, exchanged, moved };
}

/** As many places as quotients that do not end are shown to. */
const PLACES = 12;

/**
 * A split as decimal texts that add up digit for digit: exact where every part ends, else to twelve places, what rounding leaves being laid on the
 * largest part.
 */
export function decimalsOf(split: Split): { readonly [part in Cause | 'change']: string } {
  const parts = CAUSES.map((cause) => split[cause]);
  const exact = [split.change, ...parts].map((each) => each.toDecimal());
  if (!exact.includes(null)) return named(exact as string[]);
  const change = rounded(split.change);
  const texts = parts.map(rounded);
  const rest = texts.reduce((left, each) => left.minus(each), change);
  const largest = parts.reduce((best, each, i) => (sizeOf(each).minus(sizeOf(parts[best] as Exact)).numerator > 0n ? i : best), 0);
  return named([change, ...texts.with(largest, (texts[largest] as Exact).plus(rest))].map((each) => each.toFixed(PLACES)));
}

function named([change, ...parts]: readonly string[]): { readonly [part in Cause | 'change']: string } {
  return { change: change as string, ...(Object.fromEntries(CAUSES.map((cause, i) => [cause, parts[i]])) as { [cause in Cause]: string }) };
}

function rounded(value: Exact): Exact {
  const [whole = '0', fraction = ''] = value.toFixed(PLACES).split('.');
  return Exact.scaled(BigInt(`${whole}${fraction.padEnd(PLACES, '0')}`), PLACES);
}

function sizeOf(value: Exact): Exact {
  return value.numerator < 0n ? Exact.zero.minus(value) : value;
}
