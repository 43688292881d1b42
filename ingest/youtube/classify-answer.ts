import { z } from 'zod';
import type { Page } from '../connector';
import { Fatal, Retriable, Skippable, Unauthorized } from '../errors';
import { jsonOrNull } from '../record/json-or-null';
import { plainText } from '../record/plain-text';

const reason = z.looseObject({ reason: z.string().default('') });
const failure = z.looseObject({
  error: z.looseObject({
    code: z.int(),
    message: z.string().default(''),
    errors: z.array(reason).default([]),
    details: z.array(reason).default([]),
  }),
});
/** How the OAuth server and old gateways write it. */
const sentence = z.looseObject({ error: z.string(), error_description: z.string().default('') });

const USED_UP = /^(quotaExceeded|dailyLimitExceeded)$/;
const HURRIED = /^(rateLimitExceeded|userRateLimitExceeded|RATE_LIMIT_EXCEEDED)$/;
const NO_KEY = /^(keyInvalid|keyExpired|API_KEY_\w+|authError|invalid_grant|invalid_token)$/;
const NOT_HAD = /^(\w+NotFound|notFound|playlistItemsNotAccessible|channelClosed|channelSuspended|invalidPageToken)$/;
const MINUTE_MS = 60_000;

/**
 * Throws what an answer of the YouTube Data API means. The day's quota used up ends the part only: searching has a quota of its own, so that the
 * channels may still be read, and what is left out is asked for again by the next pull after midnight in California.
 */
export function classifyAnswer(page: Page): void {
  const answer = jsonOrNull(page);
  const text = sentence.safeParse(answer).data;
  const told = failure.safeParse(answer).data?.error;
  if (!told && !text) return;
  const reasons = [...(told?.errors ?? []), ...(told?.details ?? []), { reason: text?.error ?? '' }].map((each) => each.reason);
  const is = (kind: RegExp) => reasons.some((each) => kind.test(each));
  const code = told?.code ?? page.status;
  const said = plainText(told?.message ?? text?.error_description ?? '');
  const words = `youtube: ${code} ${reasons.filter((each) => each !== '').join(', ')}: ${said}`;
  if (is(USED_UP) || (code === 429 && /per day/i.test(said))) throw new Skippable(`${words} (until midnight in California)`);
  if (is(HURRIED) || code === 429) throw new Retriable(words, MINUTE_MS);
  if (is(NO_KEY) || code === 401) throw new Unauthorized(words);
  if (code >= 500) throw new Retriable(words);
  if (is(NOT_HAD)) throw new Skippable(words);
  throw new Fatal(words);
}
