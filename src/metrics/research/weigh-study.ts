import type { Session } from '../../database/session';
import { weightEffect } from '../../stats/kish';
import { type Margin, rake } from '../../stats/rake';
import { BadQuestion } from '../BadQuestion';
import { flagsOf, type QualityFlag } from './quality-flags';
import { answerIn, type Response, readResponses } from './responses';
import { knownStudy, type Margins, marginsOf } from './stored-study';

/** One value of a margin before and after: shares of those who told it, 0 to 1. */
export interface MarginReport {
  readonly question: string;
  readonly value: string;
  readonly n: number;
  readonly target: number;
  readonly unweighted: number;
  readonly weighted: number;
}

/** How the fit ended, and what the weights cost. */
export interface WeightingReport {
  readonly n: number;
  readonly rounds: number;
  readonly converged: boolean;
  /** How far the margin that is furthest off still is, as a share of its target. */
  readonly off: number;
  readonly least: number;
  readonly most: number;
  /** Kish: by how much variances grow, and as many equally weighted answers would tell as much. */
  readonly designEffect: number;
  readonly effectiveN: number;
  /** effectiveN / n. */
  readonly efficiency: number;
  readonly margins: readonly MarginReport[];
  /** Values for which a target is told and nobody answered: they were left out of their margin. */
  readonly empty: readonly string[];
}

/** What a wave is weighed by. */
export interface WeighQuestion {
  readonly study: string;
  readonly wave: string;
  readonly weighedBy: string;
  /** Responses with one of these flags get no weight; they stay, and count again by another weighting. */
  readonly without?: readonly QualityFlag[];
}

const TOLERANCE = 1e-9;
const MILLION = 1e6;

/**
 * Weighs a wave to its stored margins and keeps the weights: from now on its answers count by them, through `answer()` as everywhere. The weights that
 * came with the responses are what the fit starts from. Throws a BadQuestion where there is no such study, wave, answer or margin.
 */
export async function weighStudy(session: Session, question: WeighQuestion): Promise<WeightingReport> {
  const stored = await knownStudy(session, question.study, 'weighStudy.study');
  const margins = await marginsOf(session, stored.study, question.wave);
  if (margins.size === 0) throw new BadQuestion('weighStudy.wave', question.wave, 'a wave with margins, of its own or for all waves');
  const all = await readResponses(session, stored, question.wave);
  if (all.length === 0) throw new BadQuestion('weighStudy.wave', question.wave, 'a wave that somebody answered');
  const flags = flagsOf(all, stored);
  const counting = all.filter((_, at) => !flags[at]!.some((flag) => question.without?.includes(flag)));
  const { weights, report } = weigh(counting, margins, stored.study.trimLeast, stored.study.trimMost);
  const weightOf = new Map(counting.map(({ respondent }, at) => [respondent, weights[at]!]));
  await keep(
    session,
    question,
    report,
    all.map(({ respondent }) => [respondent, weightOf.get(respondent) ?? 0]),
  );
  return report;
}

/** Weights of mean 1 for responses, by margins. Throws a BadQuestion where nobody can be weighed. */
export function weigh(
  responses: readonly Response[],
  margins: Margins,
  trimLeast: number | null = null,
  trimMost: number | null = null,
): { weights: number[]; report: WeightingReport } {
  const mean = responses.reduce((sum, { ownWeight }) => sum + ownWeight, 0) / responses.length;
  const start = responses.map(({ ownWeight }) => ownWeight / mean);
  const fitted = [...margins].map(([code, targets]) => marginOf(code, targets, responses, start));
  const trim = trimLeast !== null && trimMost !== null ? { trim: { least: trimLeast, most: trimMost } } : {};
  const raked = rake(
    fitted.map(({ margin }) => margin),
    { start, tolerance: TOLERANCE, ...trim },
  );
  const effect = weightEffect(raked.weights)!;
  const told = fitted.flatMap(({ code, values, targets }) => reportOf(code, values, targets, raked.weights));
  const report: WeightingReport = {
    n: responses.length,
    ...{ rounds: raked.rounds, converged: raked.converged, off: raked.off },
    least: Math.min(...raked.weights),
    most: Math.max(...raked.weights),
    ...effect,
    efficiency: effect.effectiveN / responses.length,
    margins: told,
    empty: fitted.flatMap(({ empty }) => empty),
  };
  return { weights: raked.weights, report };
}

/** Who did not tell keeps its share: it is a value of its own, and the others share the rest by their targets. */
const UNTOLD = '\x1f';

function marginOf(code: string, all: ReadonlyMap<string, number>, responses: readonly Response[], start: readonly number[]) {
  const values = responses.map(({ answers }) => answerIn(answers.get(code)));
  const answered = new Set(values);
  const empty = [...all.keys()].filter((value) => !answered.has(value)).map((value) => `${code}: ${value}`);
  const targets = new Map([...all].filter(([value]) => answered.has(value)));
  if (targets.size === 0) throw new BadQuestion('weighStudy.margins', code, `answers among ${[...all.keys()].join(', ')}`);
  const known = values.map((value) => (value !== null && targets.has(value) ? value : UNTOLD));
  const untold = start.reduce((sum, weight, at) => sum + (known[at] === UNTOLD ? weight : 0), 0);
  const [n, total] = [responses.length, [...targets.values()].reduce((sum, target) => sum + target, 0)];
  const scaled = new Map([...targets].map(([value, target]) => [value, (target / total) * (n - untold)]));
  if (untold > 0) scaled.set(UNTOLD, untold);
  const margin: Margin = { values: known, targets: scaled };
  return { code, margin, values: known, targets: new Map([...targets].map(([value, target]) => [value, target / total])), empty };
}

function reportOf(
  code: string,
  values: readonly string[],
  targets: ReadonlyMap<string, number>,
  weights: readonly number[],
): MarginReport[] {
  const told = values.map((value) => value !== UNTOLD);
  const whole = weights.reduce((sum, weight, at) => sum + (told[at] ? weight : 0), 0);
  const count = told.filter(Boolean).length;
  return [...targets].map(([value, target]) => {
    const n = values.filter((each) => each === value).length;
    const weight = weights.reduce((sum, each, at) => sum + (values[at] === value ? each : 0), 0);
    return { question: code, value, n, target, unweighted: n / count, weighted: weight / whole };
  });
}

/** Keeps a weighting as a change of the workspace's, in line with those of the facts. */
async function keep(
  session: Session,
  { study, wave, weighedBy }: WeighQuestion,
  report: WeightingReport,
  weights: readonly (readonly [string, number])[],
): Promise<void> {
  await session.query('SELECT id FROM hub.workspace WHERE id = $1 FOR UPDATE', [session.workspaceId]);
  const [row] = await session.query<{ id: number }>(
    `WITH change AS (
       UPDATE hub.workspace SET data_version = data_version + 1, recorded_at = greatest(clock_timestamp(), recorded_at + interval '1 microsecond')
       WHERE id = $1 RETURNING id, recorded_at
     )
     INSERT INTO hub.weighting (workspace_id, study, wave, recorded_at, weighed_by, report) SELECT id, $2, $3, recorded_at, $4, $5::jsonb FROM change
     RETURNING id`,
    [session.workspaceId, study, wave, weighedBy, JSON.stringify(report)],
  );
  await session.execute(
    `INSERT INTO hub.respondent_weight (workspace_id, weighting_id, respondent, weight_micros) SELECT $1, $2, * FROM unnest($3::text[], $4::bigint[])`,
    [
      ...[session.workspaceId, row!.id],
      weights.map(([respondent]) => respondent),
      weights.map(([, weight]) => String(Math.round(weight * MILLION))),
    ],
  );
}

/** A weighting that is kept. */
export interface StoredWeighting extends WeightingReport {
  readonly recordedAt: Date;
  readonly weighedBy: string;
}

/** The weighting in force of a wave; null where it was never weighed. */
export async function weightingOf(session: Session, study: string, wave: string): Promise<StoredWeighting | null> {
  const [row] = await session.query<{ report: WeightingReport; recorded_at: Date; weighed_by: string }>(
    `SELECT report, recorded_at, weighed_by FROM hub.weighting WHERE workspace_id = $1 AND study = $2 AND wave = $3 ORDER BY recorded_at DESC LIMIT 1`,
    [session.workspaceId, study, wave],
  );
  return row ? { ...row.report, recordedAt: row.recorded_at, weighedBy: row.weighed_by } : null;
}
