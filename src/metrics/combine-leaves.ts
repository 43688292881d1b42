import { Exact } from './exact';
import type { Leaf } from './leaf';
import type { LeafValue } from './leaf-values';

/** A leaf's value over the buckets from one place to another, both included; undefined where none of them has a row. */
export type Combined = (first: number, last: number) => LeafValue | undefined;

/** Puts a leaf's values in buckets that follow each other together to its values over several of them. */
export function combined(leaf: Leaf, buckets: readonly (LeafValue | undefined)[]): Combined {
  return leaf.aggregate === 'sum' ? sums(buckets) : extremes(buckets, leaf.aggregate === 'peak' ? 1 : -1);
}

/** Running totals, so that a sum over many buckets is one difference. */
function sums(buckets: readonly (LeafValue | undefined)[]): Combined {
  const start = { value: Exact.zero, known: 0, rows: 0, buckets: 0, rateless: 0 };
  const totals = [start];
  for (let i = 0; i < buckets.length; i++) {
    const [before, each] = [totals[i] as typeof start, buckets[i]];
    totals.push({
      value: each?.value ? before.value.plus(each.value) : before.value,
      known: before.known + (each?.value ? 1 : 0),
      rows: before.rows + (each?.rows ?? 0),
      buckets: before.buckets + (each ? 1 : 0),
      rateless: before.rateless + (each?.rateMissing ? 1 : 0),
    });
  }
  return (first, last) => {
    const [from, to] = [totals[first] as typeof start, totals[last + 1] as typeof start];
    if (to.buckets === from.buckets) return undefined;
    const rateMissing = to.rateless > from.rateless;
    const value = to.known === from.known || rateMissing ? null : to.value.minus(from.value);
    return { value, rows: to.rows - from.rows, rateMissing };
  };
}

function extremes(buckets: readonly (LeafValue | undefined)[], sign: 1 | -1): Combined {
  return (first, last) => {
    const there = buckets.slice(first, last + 1).filter((each) => each !== undefined);
    if (there.length === 0) return undefined;
    const known = there.flatMap(({ value }) => (value ? [value] : []));
    const value = known.length === 0 ? null : known.reduce((best, each) => (each.minus(best).numerator * BigInt(sign) > 0n ? each : best));
    return { value, rows: there.reduce((total, { rows }) => total + rows, 0), rateMissing: false };
  };
}
