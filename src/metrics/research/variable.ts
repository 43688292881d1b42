import { BadQuestion } from '../BadQuestion';
import { answerIn, type Response } from './responses';
import type { StoredStudy } from './stored-study';

/** What a table can be cut by: its values in their order, and which of them a response has. */
export interface Variable {
  readonly code: string;
  readonly text: string;
  /** A response may have several of them, so that shares add up to more than 1. */
  readonly several: boolean;
  readonly values: readonly string[];
  /** Null where the response is not in the base: not shown, skipped, refused, not known. */
  readonly of: (response: Response) => readonly string[] | null;
}

/**
 * The variable of a question's code, of one row of a grid or a ranking (`code[row]`), of a question about another brand (`code@brand`), of segment or
 * region. Throws a BadQuestion for what is none, and for a grid as a whole.
 */
export function variableOf({ questions }: StoredStudy, code: string, responses: readonly Response[], place: string): Variable {
  const bare = code.replace(/@.*$/, '').replace(/\[.*\]$/, '');
  const question = questions.find((each) => each.code === bare);
  if (!question && code !== 'segment' && code !== 'region')
    throw new BadQuestion(place, code, `one of ${questions.map((each) => each.code).join(', ')}, segment, region`);
  const text = question?.text ?? code;
  if (question?.kind === 'multi' && code === bare) {
    const chosen = (response: Response) => {
      const told = question.options.filter((option) => answerIn(response.answers.get(`${code}[${option}]`)) !== null);
      const picked = told.filter((option) => response.answers.get(`${code}[${option}]`)?.score !== 0);
      return told.length === 0 ? null : picked;
    };
    return { code, text, several: true, values: question.options, of: chosen };
  }
  if (code === bare && (question?.kind === 'grid' || question?.kind === 'rank'))
    throw new BadQuestion(place, code, `one of its rows: ${question.options.map((option) => `${code}[${option}]`).join(', ')}`);
  const of = (response: Response) => {
    const value = answerIn(response.answers.get(code));
    return value === null ? null : [value];
  };
  const found = new Set(responses.flatMap((response) => of(response) ?? []));
  const known = code === bare ? (question?.options ?? []) : [];
  return { code, text, several: false, values: [...known, ...[...found].filter((value) => !known.includes(value)).sort(byNumber)], of };
}

function byNumber(a: string, b: string): number {
  const difference = Number(a) - Number(b);
  return Number.isNaN(difference) ? a.localeCompare(b, 'en') : difference;
}
