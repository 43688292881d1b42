import type { StudyQuestion } from '../../../entities/research/StudyQuestion';
import { medianOf } from '../../stats/median';
import { answerIn, type Response } from './responses';
import type { StoredStudy } from './stored-study';

/** Why a response is to be read with care. Flags delete nothing: results are told with and without. */
export const QUALITY_FLAGS = ['SPEEDER', 'STRAIGHT_LINE', 'DUPLICATE', 'ATTENTION', 'GIBBERISH'] as const;
export type QualityFlag = (typeof QUALITY_FLAGS)[number];

/** Faster than this part of the median of the wave. */
const SPEED = 1 / 3;
/** So many rows of a grid at least have to be alike. */
const GRID_ROWS = 4;
/** An open answer of fewer letters says too little to be judged. */
const FEWEST_LETTERS = 6;

/** The flags of every response, in their order. `responses` are those of one wave. */
export function flagsOf(responses: readonly Response[], { study, questions }: Pick<StoredStudy, 'study' | 'questions'>): QualityFlag[][] {
  const seconds = responses.map(({ answers }) => (study.secondsQuestion ? (answers.get(study.secondsQuestion)?.score ?? null) : null));
  const told = seconds.flatMap((each) => each ?? []);
  const median = told.length > 0 ? medianOf(told) : null;
  const copies = repeated(
    responses,
    study.deviceQuestion,
    new Set([study.secondsQuestion, study.deviceQuestion].flatMap((code) => code ?? [])),
  );
  return responses.map((response, at) => {
    const own: [QualityFlag, boolean][] = [
      ['SPEEDER', median !== null && seconds[at] !== null && seconds[at]! < median * SPEED],
      ['STRAIGHT_LINE', questions.some((question) => isStraight(response, question))],
      ['DUPLICATE', copies[at]!],
      ['ATTENTION', questions.some((question) => isInattentive(response, question))],
      ['GIBBERISH', questions.some(({ kind, code }) => kind === 'open' && isGibberish(answerIn(response.answers.get(code))))],
    ];
    return own.filter(([, holds]) => holds).map(([flag]) => flag);
  });
}

/** The responses that have none of some flags. */
export function unflagged(
  responses: readonly Response[],
  study: Pick<StoredStudy, 'study' | 'questions'>,
  without: readonly QualityFlag[],
): readonly Response[] {
  if (without.length === 0) return responses;
  const flags = flagsOf(responses, study);
  return responses.filter((_, at) => !flags[at]!.some((flag) => without.includes(flag)));
}

/** A response is repeated where an earlier one came from the same device, or gave every answer, and words of its own among them, alike. */
function repeated(responses: readonly Response[], device: string | null, beside: ReadonlySet<string>): boolean[] {
  const seen = new Set<string>();
  return responses.map(({ answers }) => {
    const from = device === null ? null : answerIn(answers.get(device));
    const all = [...answers].filter(([code]) => !beside.has(code)).map(([code, given]) => `${code}=${answerIn(given) ?? given.state}`);
    const told = [...answers].some(([code, given]) => !beside.has(code) && (given.answer?.length ?? 0) >= 20);
    const marks = [...(from === null ? [] : [`device ${from}`]), ...(told ? [`answers ${all.sort().join('|')}`] : [])];
    const isCopy = marks.some((mark) => seen.has(mark));
    for (const mark of marks) seen.add(mark);
    return isCopy;
  });
}

/** Every row of a grid rated alike. */
function isStraight({ answers }: Response, { kind, code, options }: StudyQuestion): boolean {
  if (kind !== 'grid') return false;
  const rated = options.flatMap((option) => answerIn(answers.get(`${code}[${option}]`)) ?? []);
  return rated.length >= GRID_ROWS && new Set(rated).size === 1;
}

function isInattentive({ answers }: Response, { code, attention }: StudyQuestion): boolean {
  if (attention === null || !answers.has(code)) return false;
  return answerIn(answers.get(code)) !== attention;
}

/**
 * Whether words are none: one letter or two over and over, or Latin letters without a vowel or with five consonants in a row nearly everywhere, as
 * hands that rest on a keyboard write. Short answers and other scripts than Latin are only held to the first.
 */
export function isGibberish(text: string | null): boolean {
  const letters = [...(text ?? '').toLowerCase()].filter((letter) => /\p{L}/u.test(letter));
  if (letters.length < FEWEST_LETTERS) return false;
  if (new Set(letters).size <= 2) return true;
  const latin = letters.filter((letter) => /[a-z]/.test(letter));
  if (latin.length < letters.length) return false;
  const words = (text ?? '').toLowerCase().match(/[a-z]+/g) ?? [];
  const odd = words.filter((word) => word.length >= 4 && (!/[aeiouy]/.test(word) || /[^aeiouy]{5,}/.test(word) || /(.)\1{3,}/.test(word)));
  return odd.join('').length > latin.length / 2;
}
