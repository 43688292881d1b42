import { z } from 'zod';
import type { Page } from '../connector';
import { Fatal, Retriable, Skippable, TooLarge, Unauthorized } from '../errors';
import { jsonOrNull } from './json-or-null';

const shape = z.looseObject({ errcode: z.int(), errmsg: z.string().default('') });

/** What a WeChat API refuses with, under status 200: a code other than 0 and its words; null when it does not refuse. */
export function wechatRefusal(page: Page): z.infer<typeof shape> | null {
  const { data } = shape.safeParse(jsonOrNull(page));
  return data === undefined || data.errcode === 0 ? null : data;
}

const MINUTE_MS = 60_000;
/** The token is wrong, out of date, or was replaced by a newer one. */
const TOKEN = new Set([40001, 40014, 42001]);
/** How long each of these lasts: the system is busy, the calls of a minute or of the day are used up, the day's numbers are not there yet. */
const WAITS: Readonly<Record<number, number | undefined>> = {
  45009: 60 * MINUTE_MS,
  45011: MINUTE_MS,
  61503: 10 * MINUTE_MS,
};

/** Throws what a WeChat API's refusal means; `name` is the connector's. */
export function refuseWechat(name: string, page: Page): void {
  const refusal = wechatRefusal(page);
  if (refusal === null) return;
  const told = `${name}: error ${refusal.errcode}: ${refusal.errmsg}`;
  if (TOKEN.has(refusal.errcode)) throw new Unauthorized(told);
  if (refusal.errcode === -1 || WAITS[refusal.errcode] !== undefined) throw new Retriable(told, WAITS[refusal.errcode]);
  // The range of days is longer than the API takes.
  if (refusal.errcode === 61501) throw new TooLarge(told);
  // The account has no right to this API; it may have to others.
  if (refusal.errcode === 48001) throw new Skippable(told);
  throw new Fatal(told);
}
