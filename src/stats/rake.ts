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
  const cells = margins.map((margin, at) => cellsOf(margin, at, n, total));
  const weights = options.start ? [...options.start] : new Array<number>(n).fill(1);
  if (weights.length !== n) throw new RangeError(`rake: ${weights.length} starting weights for ${n} respondents`);
  let off = Number.POSITIVE_INFINITY;
  let rounds = 0;
  while (off > tolerance && rounds < mostRounds) {
    for (const cell of cells.flat()) scale(weights, cell);
    if (trim) trimTo(weights, trim, total / n);
    off = Math.max(...cells.flat().map(({ members, target }) => Math.abs(sumOf(members.map((at) => weights[at]!)) / target - 1)));
    rounds += 1;
  }
  return { weights, rounds, off, converged: off <= tolerance };
}

interface Cell {
  readonly members: readonly number[];
  readonly target: number;
}

function cellsOf({ values, targets }: Margin, at: number, n: number, total: number): Cell[] {
  if (values.length !== n) throw new RangeError(`rake: margin ${at} has ${values.length} values, the first has ${n}`);
  const members = new Map<string, number[]>([...targets.keys()].map((value) => [value, []]));
  for (const [respondent, value] of values.entries()) {
    const cell = members.get(value);
    if (!cell) throw new RangeError(`rake: margin ${at} has no target for "${value}"`);
    cell.push(respondent);
  }
  const share = total / sumOf([...targets.values()]);
  return [...targets].flatMap(([value, target]) => {
    if (!(target > 0)) throw new RangeError(`rake: margin ${at} has the target ${target} for "${value}"; expected more than 0`);
    const cell = members.get(value)!;
    if (cell.length === 0) throw new RangeError(`rake: nobody in margin ${at} is "${value}", whose target is ${target}`);
    return { members: cell, target: target * share };
  });
}

function scale(weights: number[], { members, target }: Cell): void {
  const factor = target / sumOf(members.map((at) => weights[at]!));
  for (const at of members) weights[at]! *= factor;
}

function trimTo(weights: number[], { least, most }: { least: number; most: number }, mean: number): void {
  for (const [at, weight] of weights.entries()) weights[at] = Math.min(Math.max(weight, least * mean), most * mean);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
