/** Spearman's correlation of pairs: that of their ranks, equal values sharing the mean of theirs. Null below three pairs or where one side never changes. */
export function rankCorrelation(pairs: readonly (readonly [number, number])[]): number | null {
  if (pairs.length < 3) return null;
  const [x, y] = [ranksOf(pairs.map(([first]) => first)), ranksOf(pairs.map(([, second]) => second))];
  const mean = (pairs.length + 1) / 2;
  const sum = (a: readonly number[], b: readonly number[]) => a.reduce((all, each, i) => all + (each - mean) * (b[i]! - mean), 0);
  const spread = sum(x, x) * sum(y, y);
  return spread === 0 ? null : sum(x, y) / Math.sqrt(spread);
}

function ranksOf(values: readonly number[]): number[] {
  const sorted = values.map((value, at) => ({ value, at })).sort((a, b) => a.value - b.value);
  const ranks = Array<number>(values.length);
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    while (to + 1 < sorted.length && sorted[to + 1]!.value === sorted[from]!.value) to++;
    for (let i = from; i <= to; i++) ranks[sorted[i]!.at] = (from + to) / 2 + 1;
    from = to + 1;
  }
  return ranks;
}
