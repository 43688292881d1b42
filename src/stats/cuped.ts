import type { Sample } from './sample';
import { covarianceOf, meanOf, type PairTotals, pooledTotals, varianceOf } from './totals';

/**
 * Two arms, `x` during and `y` before the experiment, with what each user was like before taken out (CUPED: Deng, Xu, Kohavi & Walker, WSDM 2013):
 * x − θ(y − ȳ), with θ = cov(x, y) / var(y) over the users of both arms together and ȳ their mean, so that levels stay what they were; a lift is
 * told over the mean of x itself. Where y does not vary, θ is 0.
 */
export function adjustedSamples(a: PairTotals, b: PairTotals): { readonly a: Sample; readonly b: Sample; readonly theta: number } {
  const theta = pooledSlope(a, b);
  const before = meanOf(pooledTotals(a.y, b.y));
  return { a: adjusted(a, theta, before), b: adjusted(b, theta, before), theta };
}

/** θ over both arms as over one. */
function pooledSlope(a: PairTotals, b: PairTotals): number {
  const both = { x: pooledTotals(a.x, b.x), y: pooledTotals(a.y, b.y), sumProducts: a.sumProducts + b.sumProducts };
  const variance = varianceOf(both.y);
  return variance > 0 ? covarianceOf(both) / variance : 0;
}

function adjusted(totals: PairTotals, theta: number, before: number): Sample {
  const { x, y } = totals;
  const variance = varianceOf(x) - 2 * theta * covarianceOf(totals) + theta * theta * varianceOf(y);
  return { n: x.n, value: meanOf(x) - theta * (meanOf(y) - before), variance, level: meanOf(x) };
}
