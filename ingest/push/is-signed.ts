import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SignatureStyle } from './push-settings';

/** A request as it came: header names in small letters, the body's bytes. */
export interface PushedRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** What a signature was made over and what it is; several where the sender has several keys. */
interface Claim {
  /** Unix seconds; null where the sender signs no time. */
  readonly timestamp: string | null;
  readonly signatures: readonly string[];
}

/** By how much a signed time may differ from ours, seconds. */
export const WINDOW_SECONDS = 300;
/** A sender has two keys while one replaces the other; more signatures than that are someone trying. */
const MOST_SIGNATURES = 4;
const HEX = /^[0-9a-f]{64}$/i;

/**
 * Whether a request is signed with one of the keys, HMAC-SHA256, and within five minutes of now where the time is signed. Takes as long for a wrong
 * signature as for a right one.
 */
export function isSigned(style: SignatureStyle, keys: readonly string[], request: PushedRequest, now: Date): boolean {
  const { timestamp, signatures } = CLAIMS[style](request);
  const given = signatures
    .slice(0, MOST_SIGNATURES)
    .map((signature) => Buffer.from(HEX.test(signature) ? signature : '00'.repeat(32), 'hex'));
  let isRight = false;
  for (const key of keys) {
    const signer = createHmac('sha256', key);
    if (timestamp !== null) signer.update(`${timestamp}.`);
    const right = signer.update(request.body).digest();
    for (const signature of given) isRight = timingSafeEqual(signature, right) || isRight;
  }
  return isRight && (timestamp === null || isNow(timestamp, now));
}

/** The time that the request says it was signed at; null where its style signs none. */
export function signedTime(style: SignatureStyle, request: PushedRequest): string | null {
  return CLAIMS[style](request).timestamp;
}

const CLAIMS: Record<SignatureStyle, (request: PushedRequest) => Claim> = {
  brandhub: ({ headers }) => ({
    timestamp: textOf(headers['x-brandhub-timestamp']),
    signatures: [unprefixed(textOf(headers['x-brandhub-signature']))],
  }),
  github: ({ headers }) => ({ timestamp: null, signatures: [unprefixed(textOf(headers['x-hub-signature-256']))] }),
  stripe: ({ headers }) => {
    const parts = textOf(headers['stripe-signature'])
      .split(',')
      .map((part) => part.trim().split('='));
    const valuesOf = (name: string) => parts.filter(([each]) => each === name).map(([, value = '']) => value);
    return { timestamp: valuesOf('t')[0] ?? '', signatures: valuesOf('v1') };
  },
};

/** A header that came once; one that came twice is none. */
function textOf(header: string | string[] | undefined): string {
  return typeof header === 'string' ? header.trim() : '';
}

function unprefixed(signature: string): string {
  return signature.startsWith('sha256=') ? signature.slice('sha256='.length) : '';
}

function isNow(timestamp: string, now: Date): boolean {
  return /^\d{1,12}$/.test(timestamp) && Math.abs(now.getTime() / 1000 - Number(timestamp)) <= WINDOW_SECONDS;
}
