import { z } from 'zod';
import type { Grant, Page } from '../connector';
import { Fatal, Retriable, Skippable, Unauthorized } from '../errors';
import { forGrant } from './for-grant';
import { jsonOrNull } from './json-or-null';

const SUCCESS = 10000;
const shape = z.looseObject({
  code: z.int(),
  msg: z.string().nullish(),
  sub_code: z.string().nullish(),
  sub_msg: z.string().nullish(),
});

/** The failures that pass: service away, internal time-out, limit of calls, and the gateway's own "something else". */
const PASSING = new Set([20000, 20001, 50001, 60000, 90000]);
const TOKEN = new Set(['isv.access-token-expired', 'isv.access-token-no-existed', 'isv.access-token-invalid']);
/** No right to this method, or days that are no longer told. */
const OUT_OF_REACH = new Set([
  'isv.app-permissions-insufficient',
  'isv.parameter-invalid:4251',
  'isv.parameter-invalid:4253',
  'isv.parameter-invalid:8198',
]);

/** Throws what a refusal of Douyin's shop gateway means (status 200, a code other than 10000); `name` is the connector's. */
export function refuseDoudian(name: string, page: Page): void {
  const { data } = shape.safeParse(jsonOrNull(page));
  if (data === undefined || data.code === SUCCESS) return;
  const reason = data.sub_code ?? '';
  const told = `${name}: error ${[data.code, reason, data.sub_msg || data.msg].filter(Boolean).join(' ')}`;
  if (TOKEN.has(reason)) throw new Unauthorized(told);
  if (OUT_OF_REACH.has(reason)) throw new Skippable(told);
  // A token that cannot be made is a failure of the platform too, but not one that passes.
  if (reason.startsWith('dop.token-generate-failed')) throw new Fatal(told);
  // "The service dozes, try again later" comes as a failure of the business.
  if (PASSING.has(data.code) || reason === 'isv.business-failed:256') throw new Retriable(told);
  throw new Fatal(told);
}

/** The `data` of an answer of the gateway, an empty object when it has none. Throws Fatal when the answer is of another kind. */
export function doudianData<T>(name: string, page: Page, data: z.ZodType<T>): T {
  const envelope = z.looseObject({ code: z.literal(SUCCESS), data: z.preprocess((given) => given ?? {}, data) });
  const parsed = envelope.safeParse(page.json());
  if (!parsed.success)
    throw new Fatal(`${name}: ${page.request.url} answered ${page.text().slice(0, 80)}; expected {"code": ${SUCCESS}, "data": {...}}`);
  return parsed.data.data as T;
}

const tokens = z.looseObject({ access_token: z.string().default(''), refresh_token: z.string().optional() });

/** The tokens of an answer to `token/create` or `token/refresh`. Throws Fatal when the gateway gives none, Retriable when it is only busy. */
export function doudianGrant(name: string, page: Page): Grant & { refreshToken?: string } {
  forGrant(() => refuseDoudian(name, page));
  const { access_token: token, refresh_token: refreshToken } = doudianData(name, page, tokens);
  return { token, ...(refreshToken && { refreshToken }) };
}
