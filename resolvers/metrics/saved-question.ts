import type { SavedQueryVersion } from '../../entities/research/SavedQueryVersion';
import type { Question } from '../../src/metrics/question';
import { type MetricQueryInput, questionOf } from './MetricQueryInput';

/** The question that a version of a saved query asks. */
export function savedQuestion({ query }: Pick<SavedQueryVersion, 'query'>): Question {
  const { asOf, ...rest } = query as unknown as Omit<MetricQueryInput, 'asOf'> & { asOf?: string | null };
  return questionOf({ ...rest, asOf: asOf ? new Date(asOf) : null });
}

/** An input as it is kept: what is absent stays absent, an instant is text, and where a page begins is no part of a question. */
export function keptQuery({ after: _, ...input }: MetricQueryInput): Record<string, unknown> {
  return JSON.parse(JSON.stringify(input, (_key, value) => (value === null ? undefined : value)));
}
