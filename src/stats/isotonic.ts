/** A point of a curve: where it is, its value, and how much it weighs. */
export interface WeightedPoint {
  readonly at: number;
  readonly value: number;
  readonly weight: number;
}

/**
 * The never rising curve that lies nearest to weighted points, by squares (pool adjacent violators; Barlow and others 1972): the fitted value of
 * each point, in the order of `at`. Points that weigh nothing take the value of those before them.
 */
export function fallingCurve(points: readonly WeightedPoint[]): { readonly at: number; readonly value: number }[] {
  const sorted = points.toSorted((a, b) => a.at - b.at);
  const pools: { sum: number; weight: number; count: number }[] = [];
  for (const { value, weight } of sorted) {
    pools.push({ sum: value * weight, weight, count: 1 });
    while (pools.length > 1 && violates(pools.at(-2)!, pools.at(-1)!)) {
      const last = pools.pop()!;
      const before = pools.at(-1)!;
      before.sum += last.sum;
      before.weight += last.weight;
      before.count += last.count;
    }
  }
  const values = pools.flatMap(({ sum, weight, count }) => Array<number>(count).fill(weight > 0 ? sum / weight : 0));
  return sorted.map(({ at }, i) => ({ at, value: values[i] as number }));
}

function violates(before: { sum: number; weight: number }, after: { sum: number; weight: number }): boolean {
  return after.weight === 0 || before.weight === 0 || after.sum * before.weight > before.sum * after.weight;
}

/** The curve's value anywhere: between its points linearly, beyond them that of the nearest; null without points. */
export function valueAt(curve: readonly { readonly at: number; readonly value: number }[], at: number): number | null {
  const next = curve.findIndex((point) => point.at >= at);
  if (curve.length === 0) return null;
  if (next <= 0) return (next === 0 ? curve[0]! : curve.at(-1)!).value;
  const [from, to] = [curve[next - 1]!, curve[next]!];
  return from.value + ((at - from.at) / (to.at - from.at)) * (to.value - from.value);
}
