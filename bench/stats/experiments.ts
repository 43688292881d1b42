import { ExperimentAnswer } from '../../src/metrics/experiment/experiment-answer';
import type { ToldVariant } from '../../src/metrics/experiment/told-experiment';

/** Experiments with two arms and two metrics each, as totals with what users were like before. */
function experiments(count: number): ExperimentAnswer[] {
  const told = (at: number, metric: string, place: number): ToldVariant => {
    const users = 5000 + (at % 700) + place;
    const [mean, spread] = [10 + (at % 13) + 0.4 * place, 5 + (at % 3)];
    const [sum, sumSquares] = [users * mean, users * (spread * spread + mean * mean)];
    const then = 10 + (at % 13);
    const before = {
      sum: users * then,
      sumSquares: users * (spread * spread + then * then),
      products: users * (0.6 * spread * spread + mean * then),
    };
    const names = { variantName: null, metricName: null, metricRole: 'goal', denominator: null, denominatorSquares: null, products: null };
    return {
      ...names,
      variant: `v${place}`,
      variantPlace: place,
      metric,
      day: '2026-01-01',
      weight: 0.5,
      users,
      sum,
      sumSquares,
      before,
      origins: [],
    };
  };
  return Array.from({ length: count }, (_, at) => {
    const variants = ['buys', 'spend'].flatMap((metric) => [told(at, metric, 0), told(at, metric, 1)]);
    const about = { key: `e${at}`, name: `e${at}`, phase: '', firstDay: '2026-01-01', day: '2026-01-01' };
    return new ExperimentAnswer({ ...about, variants, exposures: { units: 10_000, multiple: 3 } });
  });
}

/** What one round took: CPU milliseconds of this process for judging so many experiments, and the sum of their corrected p-values. */
export interface ExperimentsRound {
  readonly experiments: number;
  readonly milliseconds: number;
  readonly corrected: number;
}

/**
 * Judges `count` experiments in full: split, exposures, likeness before, fixed, sequential and Bayesian results, Holm over the family, with or without CUPED. CPU
 * time, as other work on the machine must not count.
 */
export function measureExperiments({ cuped, count = 10_000 }: { readonly cuped: boolean; readonly count?: number }): ExperimentsRound {
  const all = experiments(count);
  const began = process.cpuUsage();
  let corrected = 0;
  for (const each of all)
    for (const { adjustedPValue } of each.resultsOf({ cuped, scale: 'ABSOLUTE', correction: 'HOLM' }, 'EN')) corrected += adjustedPValue!;
  const { user, system } = process.cpuUsage(began);
  return { experiments: count, milliseconds: (user + system) / 1000, corrected };
}
