import { z } from 'zod';
import type { Grant, Page } from '../connector';
import { Fatal, Retriable, Skippable, Unauthorized } from '../errors';
import { forGrant } from './for-grant';
import { jsonOrNull } from './json-or-null';

const code = z.union([z.number(), z.string()]).transform(Number).optional();
const outcome = z.looseObject({ error_code: code, description: z.string().nullish() });
const answer = z.looseObject({ err_no: code, err_msg: z.string().nullish(), data: outcome.nullish(), extra: outcome.nullish() });

/** What the platform refuses with: the new envelope's `err_no`, else the old one's `error_code` in `data` or `extra`; 0 when it does not refuse. */
function refusalIn(page: Page): { code: number; told: string } {
  const { data: parsed } = answer.safeParse(jsonOrNull(page));
  const code = parsed?.err_no || parsed?.data?.error_code || parsed?.extra?.error_code || 0;
  return { code, told: `douyin: error ${code}: ${parsed?.err_msg || parsed?.data?.description || parsed?.extra?.description || ''}` };
}

/** The same refusals have other numbers in each generation of the platform's methods. */
const TOKEN = new Set([10008, 2190002, 2190008, 28001003, 28001008]);
const BUSY = new Set([2100001, 2100004, 2100009, 28001005, 28001006]);
const FORBIDDEN = new Set([2190003, 2190004, 2190006, 28001014, 28001018, 28001019]);
const USED_UP = new Set([2190001, 28003017]);
const TOO_OFTEN = 12001;

/** Throws what a refusal of Douyin's open platform means (status 200, in either of its two envelopes). */
export function refuseDouyin(page: Page): void {
  const { code, told } = refusalIn(page);
  if (code === 0) return;
  if (code === TOO_OFTEN) throw new Retriable(told, 3_000);
  if (USED_UP.has(code)) throw new Retriable(told, 60 * 60_000);
  if (BUSY.has(code)) throw new Retriable(told);
  if (TOKEN.has(code)) throw new Unauthorized(told);
  if (FORBIDDEN.has(code)) throw new Skippable(told);
  throw new Fatal(told);
}

/** The `data` of an answer, which both envelopes have. Throws Fatal when the answer is of another kind. */
export function douyinData<T>(page: Page, data: z.ZodType<T>): T {
  const parsed = z.looseObject({ data }).safeParse(page.json());
  if (!parsed.success) throw new Fatal(`douyin: ${page.request.url} answered ${page.text().slice(0, 80)}; expected {"data": {...}}`);
  return parsed.data.data as T;
}

const tokens = z.looseObject({ access_token: z.string().default(''), refresh_token: z.string().optional() });

/** The access token of an answer to `oauth/refresh_token`, and the refresh token that replaces the one it was asked with. */
export function douyinGrant(page: Page): Grant {
  forGrant(() => refuseDouyin(page));
  const { access_token: token, refresh_token: refreshToken } = douyinData(page, tokens);
  return { token, ...(refreshToken && { replaced: { refreshToken } }) };
}
