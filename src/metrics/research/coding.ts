import type { Session } from '../../database/session';
import { cohenKappa } from '../../stats/cohen-kappa';
import { krippendorffAlpha } from '../../stats/krippendorff-alpha';
import { proportionInterval } from '../../stats/proportion-interval';
import { weightedMean } from '../../stats/weighted-mean';
import type { Interval } from '../experiment/judge';
import { type Codebook, codebookOf } from './codebook';
import { answerIn, readResponses } from './responses';
import { studyOf } from './stored-study';

/** How often a code was given, and how far coders agree on it. */
export interface CodeCount {
  readonly code: string;
  readonly label: string;
  readonly n: number;
  /** Of the answers that were coded, weighted; null without any. */
  readonly share: number | null;
  readonly interval: Interval | null;
  /** Cohen's kappa of two coders on whether the code fits; null unless just two coded answers in common. */
  readonly kappa: number | null;
  readonly verbatims: readonly string[];
}

/** What came of the coding of an open question. */
export interface Coding {
  readonly codebook: Codebook;
  readonly coders: readonly string[];
  readonly answers: number;
  readonly coded: number;
  readonly codedTwice: number;
  /** Of all codes of an answer taken as one value. */
  readonly alpha: number | null;
  readonly codes: readonly CodeCount[];
}

type Row = { wave: string; respondent: string; coder: string; codes: string[] };

const LEVEL = 0.95;
const MOST_VERBATIMS = 3;

/** Tells the coding of an open question by a version of its codebook (the newest when absent); null when there is no such study or codebook. */
export async function answerCoding(
  session: Session,
  { study, question, wave, version }: { study: string; question: string; wave?: string | null; version?: number | null },
): Promise<Coding | null> {
  const [stored, codebook] = [await studyOf(session, study), await codebookOf(session, study, question, version)];
  if (!stored || !codebook) return null;
  const rows = await session.query<Row>(
    `SELECT wave, respondent, coder, codes FROM hub.answer_code
     WHERE workspace_id = $1 AND study = $2 AND question = $3 AND version = $4 AND wave = coalesce($5, wave) ORDER BY coder, wave, respondent`,
    [session.workspaceId, study, question, codebook.version, wave ?? null],
  );
  const waves = wave ? [wave] : [...new Set([...stored.waves.map((each) => each.wave), ...rows.map((row) => row.wave)])];
  const answers = new Map<string, { text: string; weight: number }>();
  for (const one of waves)
    for (const { respondent, answers: given, weight } of await readResponses(session, stored, one)) {
      const text = answerIn(given.get(question));
      if (text !== null) answers.set(`${one} ${respondent}`, { text, weight });
    }
  const coders = [...new Set(rows.map(({ coder }) => coder))];
  const byAnswer = new Map<string, Map<string, readonly string[]>>();
  for (const { wave: of, respondent, coder, codes } of rows) {
    const key = `${of} ${respondent}`;
    if (answers.has(key)) byAnswer.set(key, (byAnswer.get(key) ?? new Map<string, readonly string[]>()).set(coder, codes));
  }
  const things = [...byAnswer.values()];
  return {
    ...{ codebook, coders, answers: answers.size, coded: byAnswer.size, codedTwice: things.filter((by) => by.size > 1).length },
    alpha: krippendorffAlpha(coders.map((coder) => things.map((by) => by.get(coder)?.join('|') ?? null))),
    codes: codebook.codes.map(({ code, label }) => ({
      code,
      label,
      ...countOf(code, byAnswer, answers),
      kappa: kappaOf(code, things, coders),
    })),
  };
}

/** An answer has a code where its first coder gave it: a second coder is there to tell how far to believe the first. */
function countOf(
  code: string,
  byAnswer: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>,
  answers: ReadonlyMap<string, { text: string; weight: number }>,
): Omit<CodeCount, 'code' | 'label' | 'kappa'> {
  const told = [...byAnswer].map(([key, by]) => ({ ...answers.get(key)!, has: [...by.values()][0]!.includes(code) }));
  const having = told.filter(({ has }) => has);
  const mean = weightedMean(
    told.map(({ has }) => Number(has)),
    told.map(({ weight }) => weight),
  );
  const verbatims = having.slice(0, MOST_VERBATIMS).map(({ text }) => text);
  if (!mean) return { n: having.length, share: null, interval: null, verbatims };
  const bounds = proportionInterval(Math.min(mean.value, 1) * mean.effectiveN, mean.effectiveN, 'WILSON', 1 - LEVEL);
  return { n: having.length, share: mean.value, interval: { ...bounds, level: LEVEL }, verbatims };
}

function kappaOf(code: string, things: readonly ReadonlyMap<string, readonly string[]>[], coders: readonly string[]): number | null {
  const [first, second, third] = coders;
  if (first === undefined || second === undefined || third !== undefined) return null;
  const both = things.filter((by) => by.has(first) && by.has(second));
  const said = (coder: string) => both.map((by) => String(by.get(coder)!.includes(code)));
  return cohenKappa(said(first), said(second))?.kappa ?? null;
}
