import { z } from 'zod';
import type { Auth, Grant, HttpRequest, Page, SecretOf } from '../connector';
import { Fatal, Retriable } from '../errors';
import { refusalIn } from './refusal-in';
import { withHeaders } from './signed-request';

/** The number of the developer's app, as the platform writes it. */
export const appId = z.string().regex(/^\d+$/, 'expected the digits of an app id');

const granted = z.looseObject({ data: z.looseObject({ access_token: z.string(), refresh_token: z.string() }) });

/**
 * Access tokens of the marketing platforms whose refresh token is good for one use: asked for at `path` with the app's secret and the
 * refresh token, which comes back replaced; the token goes in `Access-Token`. Each source needs an authorisation of its own,
 * for two that share one would take it from each other.
 */
export function rotatingSession(platform: string, path: string): Extract<Auth, { kind: 'session' }> {
  return {
    kind: 'session',
    grant: (secret, config) => grantRequest(secret, config, path),
    granted: (page) => grantOf(page, platform),
    place: (request, token) => withHeaders(request, { 'access-token': token }),
  };
}

/** Names of the secrets that {@link rotatingSession} uses. */
export const ROTATING_SECRETS = ['appSecret', 'refreshToken'] as const;

function grantRequest(secret: SecretOf, config: Readonly<Record<string, unknown>>, path: string): HttpRequest {
  const fields = { secret: secret('appSecret'), grant_type: 'refresh_token', refresh_token: secret('refreshToken') };
  return {
    method: 'POST',
    url: `${config.baseUrl}${path}`,
    headers: { 'content-type': 'application/json' },
    // An app id is an int64: its digits must not pass through a number.
    body: `{"app_id":${config.appId},${JSON.stringify(fields).slice(1)}`,
  };
}

const BUSY = /系统|繁忙|稍后|频|限流|busy|internal|too many|limit/i;

function grantOf(page: Page, platform: string): Grant {
  const refusal = refusalIn(page);
  if (refusal) {
    const told = `${platform}: the token was not renewed: error ${refusal.code}: ${refusal.words}`;
    if (refusal.code === 40100 || refusal.code === 40110 || refusal.code >= 50000 || BUSY.test(refusal.words)) throw new Retriable(told);
    throw new Fatal(`${told}: the source needs new credentials`);
  }
  const parsed = granted.safeParse(page.json());
  if (!parsed.success) throw new Fatal(`${platform}: the answer to a refresh has no tokens`);
  const { access_token: token, refresh_token: refreshToken } = parsed.data.data;
  return { token, replaced: { refreshToken } };
}
