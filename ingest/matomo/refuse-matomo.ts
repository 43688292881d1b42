import { z } from 'zod';
import type { Page } from '../connector';
import { Fatal, Retriable, TooLarge, Unauthorized } from '../errors';
import { jsonOrNull } from '../record/json-or-null';

const failure = z.looseObject({ result: z.literal('error'), message: z.string().default('') });

/** Throws what a refusal of Matomo means: errors come under status 200, and only their words tell them apart. */
export function refuseMatomo(page: Page): void {
  const parsed = failure.safeParse(jsonOrNull(page));
  if (!parsed.success) return;
  const { message } = parsed.data;
  const told = `matomo: ${message}`;
  if (/authenticate|token_auth|must be logged in/i.test(message)) throw new Unauthorized(told);
  if (/memory size|execution time|too many rows/i.test(message)) throw new TooLarge(told);
  if (/sqlstate|mysql|database|timed? ?out|try again|too many requests/i.test(message)) throw new Retriable(told);
  throw new Fatal(told);
}
