import { SurveyAnswer } from '../../../entities/facts/SurveyAnswer';
import type { Session } from '../../database/session';
import { ALWAYS } from '../experiment/told-experiment';
import { factRows } from '../fact-rows';
import { Parameters } from '../parameters';
import { instantText } from '../snapshot';
import { weightsInForce } from '../weighted-rows';
import type { StoredStudy } from './stored-study';

/** One answer: its words and its score, or why it is none. */
export interface Given {
  readonly answer: string | null;
  readonly score: number | null;
  /** dont_know, refused, skipped; null of an answer. */
  readonly state: string | null;
}

/** What one person answered in one wave; a question that was not shown is not in it. */
export interface Response {
  readonly respondent: string;
  readonly day: string;
  /** By the question's code; about another brand than the study's `code@brand`. Segment and region are answers as well. */
  readonly answers: ReadonlyMap<string, Given>;
  /** As it came, and as it counts. */
  readonly ownWeight: number;
  readonly weight: number;
}

type Row = {
  source: number;
  wave: string;
  respondent: string;
  day: string;
  question: string;
  brand: string | null;
  segment: string | null;
  region: string | null;
} & Given & {
    own: number;
  };

/** Reads the responses of a wave (of all waves when null) as they were known at an instant (now when absent), by respondent. */
export async function readResponses(
  session: Session,
  { study }: Pick<StoredStudy, 'study'>,
  wave: string | null,
  asOf?: Date,
): Promise<Response[]> {
  const parameters = new Parameters();
  const then = asOf && { asOf: instantText(asOf) };
  const rows = factRows({ fact: SurveyAnswer, workspaceId: session.workspaceId, range: ALWAYS, ownWeights: true, ...then }, parameters);
  const found = await session.query<Row>(
    `SELECT f.source_id AS source, f.wave, f.respondent, f.day, f.question, b.key AS brand, f.segment, f.region, f.answer,
       f.score_micros::float8 / 1e6 AS score, nullif(f.state, 'answered') AS state, coalesce(f.weight_micros, 1000000)::float8 / 1e6 AS own
     FROM ${rows} f
     LEFT JOIN hub.brand b ON b.workspace_id = f.workspace_id AND b.id = f.brand_id
     WHERE f.study = ${parameters.add(study.key, 'text')} ${wave === null ? '' : `AND f.wave = ${parameters.add(wave, 'text')}`}
     ORDER BY f.wave, f.source_id, f.respondent, f.question`,
    parameters.values,
  );
  const weights = await weightsOf(session, study.key, asOf);
  const responses = new Map<string, Response & { answers: Map<string, Given> }>();
  for (const row of found) {
    // Two sources may number their people alike.
    const person = `${row.source} ${row.wave} ${row.respondent}`;
    const known = responses.get(person);
    const weight = weights.get(`${row.wave} ${row.respondent}`) ?? row.own;
    const one = known ?? { respondent: row.respondent, day: row.day, answers: new Map<string, Given>(), ownWeight: row.own, weight };
    const { answer, score, state } = row;
    one.answers.set(row.brand === null || row.brand === study.brand ? row.question : `${row.question}@${row.brand}`, {
      answer,
      score,
      state,
    });
    for (const name of ['segment', 'region'] as const)
      if (row[name]) one.answers.set(name, { answer: row[name], score: null, state: null });
    if (!known) responses.set(person, one);
  }
  return [...responses.values()];
}

/** The weights in force of a study's waves, by wave and respondent. */
async function weightsOf(session: Session, study: string, asOf: Date | undefined): Promise<Map<string, number>> {
  const parameters = new Parameters();
  const then = asOf ? ` AND g.recorded_at <= ${parameters.add(instantText(asOf), 'timestamptz')}` : '';
  const only = ` AND g.study = ${parameters.add(study, 'text')}`;
  const rows = await session.query<{ respondent: string; weight: number }>(
    `SELECT w.wave || ' ' || w.respondent AS respondent, w.weight_micros::float8 / 1e6 AS weight
     FROM (${weightsInForce(parameters.add(session.workspaceId, 'integer'), only + then)}) w`,
    parameters.values,
  );
  return new Map(rows.map(({ respondent, weight }) => [respondent, weight]));
}

/** What an answer is called in a table: its words, else its score; null where it is no answer. */
export function answerIn(given: Given | undefined): string | null {
  if (!given || given.state !== null) return null;
  return given.answer ?? (given.score === null ? null : String(given.score));
}
