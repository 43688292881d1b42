import { z } from 'zod';
import type { Page } from '../connector';
import { Fatal, Retriable, Skippable, TooLarge, Unauthorized } from '../errors';
import { jsonOrNull } from '../record/json-or-null';

const failure = z.looseObject({
  error: z.looseObject({
    code: z.int(),
    message: z.string().default(''),
    status: z.string().default(''),
    details: z
      .array(
        z.looseObject({
          errors: z
            .array(
              z.looseObject({
                errorCode: z.record(z.string(), z.string()).default({}),
                message: z.string().default(''),
                details: z.looseObject({ quotaErrorDetails: z.looseObject({ retryDelay: z.string().optional() }).optional() }).optional(),
              }),
            )
            .default([]),
        }),
      )
      .default([]),
  }),
});

/** Throws what an answer's error means. A stream is an array of batches; one that fails half-way ends in an error under status 200. */
export function classify(page: Page): void {
  const body = jsonOrNull(page);
  for (const batch of Array.isArray(body) ? body : [body]) refuse(batch, page.status);
  if (page.status === 404)
    throw new Fatal(`google-ads: 404 at ${page.request.url}: this version of the API is retired or the customer id is wrong`);
}

/** Throws what an error of Google Ads means, by its most specific code; returns when the value is no error. */
function refuse(value: unknown, status: number): void {
  const parsed = failure.safeParse(value);
  if (!parsed.success) return;
  const { error } = parsed.data;
  const first = error.details.flatMap((detail) => detail.errors)[0];
  const [kind = '', code = error.status] = Object.entries(first?.errorCode ?? {})[0] ?? [];
  const message = `google-ads: ${code || status}: ${first?.message || error.message}`;
  if (kind === 'quotaError' || error.code === 429) throw new Retriable(message, delayOf(first?.details?.quotaErrorDetails?.retryDelay));
  if (code === 'OAUTH_TOKEN_EXPIRED' || error.code === 401) throw new Unauthorized(message);
  if (code === 'DEADLINE_EXCEEDED' || error.code === 504) throw new TooLarge(message);
  if (['USER_PERMISSION_DENIED', 'CUSTOMER_NOT_ENABLED', 'CUSTOMER_NOT_FOUND'].includes(code)) throw new Skippable(message);
  if (error.code >= 500 || kind === 'internalError') throw new Retriable(message);
  throw new Fatal(message);
}

function delayOf(seconds: string | undefined): number | undefined {
  const match = /^(\d+(?:\.\d+)?)s$/.exec(seconds ?? '');
  return match ? Math.ceil(Number(match[1]) * 1000) : undefined;
}
