import { z } from 'zod';
import type { Page } from '../connector';
import { jsonOrNull } from './json-or-null';

/** What a platform says when it refuses under a good status: its code and its words. */
export interface Refusal {
  readonly code: number;
  readonly words: string;
}

const coded = z.looseObject({ code: z.coerce.number().int(), message: z.string().nullish(), msg: z.string().nullish() });

/** The refusal in an answer of the form `{"code": …, "message": …}` (or `msg`); null when the code is 0 or there is none. */
export function refusalIn(page: Page): Refusal | null {
  const parsed = coded.safeParse(jsonOrNull(page));
  if (!parsed.success || parsed.data.code === 0) return null;
  const { code, message, msg } = parsed.data;
  return { code, words: message ?? msg ?? '' };
}
