import { proportionInterval } from '../stats/proportion-interval';
import type { Leaf } from './leaf';
import type { Metric } from './metric';

/** A quotient of counts that is an estimate from a sample: with the size of the sample below the line, and Wilson's interval. */
export function sampled(metric: Metric): Metric {
  if (!metric.quotient) throw new TypeError(`${metric.about.label.en} is no quotient: it has no sample`);
  const { over, under } = metric.quotient;
  return {
    ...metric,
    base: under.leaves[0] as Leaf,
    evaluate(values) {
      const n = under.evaluate(values.slice(over.leaves.length)).value?.toNumber() ?? null;
      const { value } = metric.evaluate(values);
      return value && n ? { value, n, interval: wilson(value.toNumber(), n) } : { value, n };
    },
  };
}

/** Wilson's interval of confidence 95 % for a share `p` of `n`, which may be an effective size. */
export function wilson(p: number, n: number): { low: number; high: number; level: number } {
  return { ...proportionInterval(p * n, n), level: 0.95 };
}
