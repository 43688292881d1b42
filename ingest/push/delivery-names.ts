import { createHash } from 'node:crypto';
import { type PushedRequest, signedTime } from './is-signed';
import type { SignatureStyle } from './push-settings';

const NAME = /^[\w.:-]{1,128}$/;

/**
 * What tells a delivery from every other; the same again loads nothing. It is the body, unless the sender signs a time and names its deliveries
 * (`X-Brandhub-Delivery`): then it is the name, and also what was signed, because the name itself is not and could be exchanged. Null
 * when the name is none.
 */
export function deliveryNames(style: SignatureStyle, request: PushedRequest): string[] | null {
  const { headers, body } = request;
  const name = style === 'brandhub' ? headers['x-brandhub-delivery'] : undefined;
  if (name === undefined) return [`body:${hashOf(body)}`];
  if (typeof name !== 'string' || !NAME.test(name)) return null;
  return [`id:${name}`, `sent:${hashOf(`${signedTime(style, request)}.`, body)}`];
}

function hashOf(...parts: (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
