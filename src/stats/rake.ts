/** One variable that answers are weighted by: each respondent's value, and what each value's weights have to add up to. */
export interface Margin {
  readonly values: readonly string[];
  readonly targets: ReadonlyMap<string, number>;
}

export interface RakeOptions {
  /** Weights to begin with, such as design weights; 1 each when absent. */
  readonly start?: readonly number[];
  /** Weights are kept between these multiples of their mean. */
  readonly trim?: { readonly least: number; readonly most: number };
  /** How far a margin may be off at the end, as a share of its target. */
  readonly tolerance?: number;
  readonly mostRounds?: number;
}

export interface Raked {
  readonly weights: number[];
  readonly rounds: number;
  /** How far the margin that is furthest off still is, as a share of its target: trimmed weights may be unable to meet all. */
  readonly off: number;
  readonly converged: boolean;
}

/**
 * Weights that meet every margin: iterative proportional fitting, each margin in turn (Deming & Stephan, Annals of Mathematical Statistics 11, 1940),
 * with weights trimmed after each round when asked. Targets of one margin that add up to another total than the first's are brought to that.
 * Throws a RangeError that names the value for which nobody answered, or that has no target, or the margin whose length differs.
 */
export function rake(margins: readonly Margin[], options: RakeOptions = {}): Raked {
  const { tolerance = 1e-12, mostRounds = 1000, trim } = options;
  const first = margins[0];
  if (!first) throw new RangeError('rake: no margins');
  const n = first.values.length;
  const total = sumOf([...first.targets.values()]);
  const coded = margins.map((margin, at) => codedOf(margin, at, n, total));
  if (options.start && options.start.length !== n)
    throw new RangeError(`rake: ${options.start.length} starting weights for ${n} respondents`);
  const weights = options.start ? Float64Array.from(options.start) : new Float64Array(n).fill(1);
  let off = Number.POSITIVE_INFINITY;
  let rounds = 0;
  while (off > tolerance && rounds < mostRounds) {
    for (const margin of coded) scale(weights, margin);
    if (trim) trimTo(weights, trim, total / n);
    off = Math.max(...coded.map((margin) => offOf(weights, margin)));
    rounds += 1;
  }
  return { weights: [...weights], rounds, off, converged: off <= tolerance };
}

/** A margin by numbers: which of its targets each respondent counts for. */
interface Coded {
  readonly codes: Int32Array;
  readonly targets: Float64Array;
}

function codedOf({ values, targets }: Margin, at: number, n: number, total: number): Coded {
  if (values.length !== n) throw new RangeError(`rake: margin ${at} has ${values.length} values, the first has ${n}`);
  const places = new Map([...targets.keys()].map((value, place) => [value, place]));
  const counts = new Int32Array(targets.size);
  const codes = Int32Array.from(values, (value) => {
    const place = places.get(value);
    if (place === undefined) throw new RangeError(`rake: margin ${at} has no target for "${value}"`);
    counts[place]! += 1;
    return place;
  });
  const share = total / sumOf([...targets.values()]);
  for (const [value, target] of targets) {
    if (!(target > 0)) throw new RangeError(`rake: margin ${at} has the target ${target} for "${value}"; expected more than 0`);
    if (counts[places.get(value)!] === 0) throw new RangeError(`rake: nobody in margin ${at} is "${value}", whose target is ${target}`);
  }
  return { codes, targets: Float64Array.from(targets.values(), (target) => target * share) };
}

/** What the weights of each target add up to. */
function sumsOf(weights: Float64Array, { codes, targets }: Coded): Float64Array {
  const sums = new Float64Array(targets.length);
  for (let at = 0; at < codes.length; at += 1) sums[codes[at]!]! += weights[at]!;
  return sums;
}

function scale(weights: Float64Array, margin: Coded): void {
  const factors = sumsOf(weights, margin).map((sum, place) => margin.targets[place]! / sum);
  for (let at = 0; at < weights.length; at += 1) weights[at]! *= factors[margin.codes[at]!]!;
}

function offOf(weights: Float64Array, margin: Coded): number {
  return Math.max(...sumsOf(weights, margin).map((sum, place) => Math.abs(sum / margin.targets[place]! - 1)));
}

function trimTo(weights: Float64Array, { least, most }: { least: number; most: number }, mean: number): void {
  for (let at = 0; at < weights.length; at += 1) weights[at] = Math.min(Math.max(weights[at]!, least * mean), most * mean);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
