import { createHmac } from 'node:crypto';
import type { Json } from '../../src/lib/lossless-json';
import type { HttpRequest, SecretOf } from '../connector';
import { withHeaders } from './signed-request';
import { sortedJson } from './sorted-json';

/**
 * A request to Douyin's shop gateway as it is sent: its body is the JSON of its parameters with sorted keys, and the address carries the
 * app's key, the method (the last two steps of the path), the time and the signature over all of them, made with the secrets `appKey` and
 * `appSecret`; the access token is not signed.
 */
export function signForDoudian(request: HttpRequest, secret: SecretOf, now: Date, token?: string): HttpRequest {
  const url = new URL(request.url);
  const method = url.pathname.split('/').filter(Boolean).slice(-2).join('.');
  const parameters = sortedJson((request.body ?? {}) as Json);
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const sign = doudianSignature({ appKey: secret('appKey'), appSecret: secret('appSecret'), method, parameters, timestamp });
  const told = { method, app_key: secret('appKey'), timestamp, v: '2', sign, sign_method: 'hmac-sha256' };
  for (const [name, value] of Object.entries(told)) url.searchParams.set(name, value);
  if (token !== undefined) url.searchParams.set('access_token', token);
  return withHeaders({ ...request, url: url.toString(), body: parameters }, { 'content-type': 'application/json;charset=UTF-8' });
}

/** The signature of a call: HMAC-SHA256, in hexadecimal digits, of what is signed between two copies of the secret that it is made with. */
export function doudianSignature(call: Record<'appKey' | 'appSecret' | 'method' | 'parameters' | 'timestamp', string>): string {
  const { appKey, appSecret, method, parameters, timestamp } = call;
  const signed = `${appSecret}app_key${appKey}method${method}param_json${parameters}timestamp${timestamp}v2${appSecret}`;
  return createHmac('sha256', appSecret).update(signed).digest('hex');
}
