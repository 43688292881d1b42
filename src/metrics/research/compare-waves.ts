import type { Session } from '../../database/session';
import { effectOf, refusalOf } from '../../stats/effect';
import { normalSurvival, upperQuantile } from '../../stats/normal';
import { proportionInterval } from '../../stats/proportion-interval';
import { weightedMean } from '../../stats/weighted-mean';
import { welchTest } from '../../stats/welch';
import type { Interval } from '../experiment/judge';
import { type Response, readResponses } from './responses';
import { studyOf } from './stored-study';
import { variableOf } from './variable';

/** What is followed from wave to wave. */
export interface WaveQuestion {
  readonly study: string;
  readonly question: string;
  /** The share of these answers (top two boxes, say); the mean score when absent. */
  readonly values?: readonly string[] | null;
}

/** One wave, and its change from the one before. */
export interface WavePoint {
  readonly wave: string;
  readonly sample: string;
  readonly value: number | null;
  readonly n: number;
  readonly effectiveN: number;
  readonly interval: Interval | null;
  readonly change: number | null;
  /** Of two independent samples: z of shares, Welch's t of means, over the effective numbers. */
  readonly pValue: number | null;
  readonly significant: boolean;
  /** What to mind: another sample than before, a small base. */
  readonly warning: string | null;
}

interface Measured {
  readonly value: number;
  readonly n: number;
  readonly effectiveN: number;
  /** Of one answer. */
  readonly variance: number;
}

const ALPHA = 0.05;
const SMALL = 30;

/** Follows a question over the waves of a study, weighted, in their order. Null when there is no such study. */
export async function answerWaves(session: Session, { study, question, values }: WaveQuestion): Promise<WavePoint[] | null> {
  const stored = await studyOf(session, study);
  if (!stored) return null;
  const points: WavePoint[] = [];
  let before: { measured: Measured; sample: string } | null = null;
  for (const { wave, sample } of stored.waves) {
    const responses = await readResponses(session, stored, wave);
    const variable = variableOf(stored, question, responses, 'waveChanges.question');
    const shareOf = values && ((response: Response) => variable.of(response)?.some((value) => values.includes(value)) ?? null);
    const measured = measure(responses, (response) => {
      if (shareOf) return shareOf(response) === null ? null : Number(shareOf(response));
      return response.answers.get(question)?.score ?? null;
    });
    points.push(pointOf({ wave, sample }, measured, before, Boolean(values)));
    if (measured) before = { measured, sample };
  }
  return points;
}

function measure(responses: readonly Response[], of: (response: Response) => number | null): Measured | null {
  const told = responses.flatMap((response) => {
    const value = of(response);
    return value === null || !(response.weight > 0) ? [] : [{ value, weight: response.weight }];
  });
  const values = told.map(({ value }) => value);
  const weights = told.map(({ weight }) => weight);
  const mean = weightedMean(values, weights);
  if (!mean) return null;
  const spread = weights.reduce((sum, weight, at) => sum + weight * (values[at]! - mean.value) ** 2, 0) / mean.weight;
  const variance = mean.effectiveN > 1 ? (spread * mean.effectiveN) / (mean.effectiveN - 1) : 0;
  return { value: mean.value, n: mean.n, effectiveN: mean.effectiveN, variance };
}

function pointOf(
  { wave, sample }: { wave: string; sample: string },
  measured: Measured | null,
  before: { measured: Measured; sample: string } | null,
  isShare: boolean,
): WavePoint {
  const none = { value: null, n: 0, effectiveN: 0, interval: null, change: null, pValue: null, significant: false };
  if (!measured) return { wave, sample, ...none, warning: 'nobody answered it' };
  const { value, n, effectiveN } = measured;
  const pValue = before && (isShare ? shareTest(before.measured, measured) : meanTest(before.measured, measured));
  const warnings = [
    ...(before && before.sample !== sample ? [`the sample changed from "${before.sample}" to "${sample}": the change may be its`] : []),
    ...(n < SMALL ? [`fewer than ${SMALL} answers`] : []),
  ];
  return {
    ...{ wave, sample, value, n, effectiveN, interval: intervalOf(measured, isShare) },
    ...{ change: before && value - before.measured.value, pValue, significant: pValue !== null && pValue < ALPHA },
    warning: warnings.length > 0 ? warnings.join('; ') : null,
  };
}

function intervalOf({ value, effectiveN, variance }: Measured, isShare: boolean): Interval | null {
  if (isShare) return { ...proportionInterval(value * effectiveN, effectiveN), level: 1 - ALPHA };
  if (effectiveN <= 1) return null;
  const margin = upperQuantile(ALPHA / 2) * Math.sqrt(variance / effectiveN);
  return { low: value - margin, high: value + margin, level: 1 - ALPHA };
}

function shareTest(a: Measured, b: Measured): number | null {
  const both = (a.value * a.effectiveN + b.value * b.effectiveN) / (a.effectiveN + b.effectiveN);
  const variance = both * (1 - both) * (1 / a.effectiveN + 1 / b.effectiveN);
  return variance > 0 ? 2 * normalSurvival(Math.abs(a.value - b.value) / Math.sqrt(variance)) : null;
}

function meanTest(a: Measured, b: Measured): number | null {
  const [x, y] = [a, b].map(({ value, effectiveN, variance }) => ({ n: effectiveN, value, variance })) as [never, never];
  return refusalOf(x, y, 'ABSOLUTE') ? null : welchTest(effectOf(x, y, 'ABSOLUTE'), ALPHA).pValue;
}
