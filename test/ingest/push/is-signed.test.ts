import { isSigned, type PushedRequest } from '../../../ingest/push/is-signed';
import type { SignatureStyle } from '../../../ingest/push/push-settings';

// The signatures were made with `printf '%s' "$TIME.$BODY" | openssl dgst -sha256 -hmac "$KEY"`; the one of "Hello, World!" is GitHub's own example.
const KEY = 'correct-horse-battery-staple';
const TIME = '1763859600';
const NOW = new Date('2025-11-23T01:00:00Z');
const BODY = '{"id":99999999999999999,"total":19.99}';
const RIGHT = '224ee1e331bb90ab3175e8dfa2dd33708747bd9ac5580dbaab94ba3aeae18206';
const WITHOUT_TIME = '2249024d841eb66de2a1f7b195b48f977f76837bd9d7bb462fc3f5fb04ff1d49';
const BY_OLD_KEY = '1a7766f4c1609b87ebd871f240f7e7e0b4caf46d2a8412dffb1c55811f65f7c2';
const WRONG = RIGHT.replace('2', '3');

interface Vector {
  style?: SignatureStyle;
  keys?: string[];
  headers: PushedRequest['headers'];
  body?: string | Buffer;
  now?: Date;
}
const ours = (signature: string | undefined, timestamp: string | undefined = TIME) => ({
  'x-brandhub-timestamp': timestamp,
  'x-brandhub-signature': signature && `sha256=${signature}`,
});
const github = (signature: string) => ({ 'x-hub-signature-256': `sha256=${signature}` });
const stripe = (header: string) => ({ 'stripe-signature': header });
const seconds = (count: number) => new Date(NOW.getTime() + count * 1000);

const holds = ({ style = 'brandhub', keys = [KEY], headers, body = BODY, now = NOW }: Vector) =>
  isSigned(style, keys, { headers, body: Buffer.from(body) }, now);

test.each<[string, Vector]>([
  ['the right one', { headers: ours(RIGHT) }],
  ['in capitals', { headers: ours(RIGHT.toUpperCase()) }],
  ['of an empty body', { headers: ours('104e0632fa022c5e8e7c932a0f8e23a6c3b97db35954d55d9bdb168369446f41'), body: '' }],
  [
    'of bytes that are no text',
    { headers: ours('d4250e37465de8cb926c337cc0391f2274639d25ee7a57f65bc5ae14cf1a8f1d'), body: Buffer.from([0xff, 0, 0x0a]) },
  ],
  [
    'with a key and a body in Chinese',
    { headers: ours('0bfdba429176260fa214bcc1b968bdc7826b581f2b6b261c42dd4bd88f11947f'), keys: ['密钥'], body: '{"名":"值"}' },
  ],
  ['five minutes old', { headers: ours(RIGHT), now: seconds(300) }],
  ['five minutes ahead', { headers: ours(RIGHT), now: seconds(-300) }],
  ['by the key before, while both are in force', { headers: ours(BY_OLD_KEY), keys: [KEY, 'old-key'] }],
  ['by the new key, while both are in force', { headers: ours(RIGHT), keys: [KEY, 'old-key'] }],
  ['as GitHub signs', { style: 'github', headers: github(WITHOUT_TIME) }],
  [
    "GitHub's example",
    {
      style: 'github',
      keys: ["It's a Secret to Everybody"],
      headers: github('757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17'),
      body: 'Hello, World!',
    },
  ],
  ['as Stripe signs', { style: 'stripe', headers: stripe(`t=${TIME},v1=${RIGHT},v0=${WRONG}`) }],
  ['as Stripe signs with two keys', { style: 'stripe', headers: stripe(`t=${TIME}, v1=${WRONG}, v1=${RIGHT}`) }],
])('a signature holds: %s', (_what, vector) => {
  expect(holds(vector)).toBe(true);
});

test.each<[string, Vector]>([
  ['one digit is another', { headers: ours(WRONG) }],
  ['one byte of the body is another', { headers: ours(RIGHT), body: BODY.replace('19.99', '19.98') }],
  ['the body goes on', { headers: ours(RIGHT), body: `${BODY}\n` }],
  ['another time than was signed', { headers: ours(RIGHT, '1763859601') }],
  ['a second too old', { headers: ours(RIGHT), now: seconds(301) }],
  ['a second too far ahead', { headers: ours(RIGHT), now: seconds(-301) }],
  ['the time was not signed', { headers: ours(WITHOUT_TIME) }],
  ['no time', { headers: { 'x-brandhub-signature': `sha256=${RIGHT}` } }],
  ['no time, and none signed', { headers: { 'x-brandhub-signature': `sha256=${WITHOUT_TIME}` } }],
  ['no signature', { headers: ours(undefined) }],
  ['an empty signature', { headers: ours('') }],
  ['half a signature', { headers: ours(RIGHT.slice(0, 32)) }],
  ['no hexadecimal digits', { headers: ours('z'.repeat(64)) }],
  ['nothing but zeros', { headers: ours('0'.repeat(64)) }],
  ['without its name', { headers: { ...ours(RIGHT), 'x-brandhub-signature': RIGHT } }],
  ['of a weaker kind', { headers: { ...ours(RIGHT), 'x-brandhub-signature': `sha1=${RIGHT}` } }],
  ['a header that came twice', { headers: { ...ours(RIGHT), 'x-brandhub-signature': [`sha256=${RIGHT}`, `sha256=${RIGHT}`] } }],
  ['a key that is no longer in force', { headers: ours(BY_OLD_KEY) }],
  ['no key at all', { headers: ours(RIGHT), keys: [] }],
  ['signed as GitHub does, where that is not asked', { headers: github(WITHOUT_TIME) }],
  ['signed as we do, where GitHub is asked', { style: 'github', headers: ours(RIGHT) }],
  ['a time in milliseconds', { style: 'stripe', headers: stripe(`t=${TIME}000,v1=${RIGHT}`) }],
  ['an older form of Stripe only', { style: 'stripe', headers: stripe(`t=${TIME},v0=${RIGHT}`) }],
  ['more signatures than anyone has keys', { style: 'stripe', headers: stripe(`t=${TIME}${`,v1=${WRONG}`.repeat(4)},v1=${RIGHT}`) }],
  ['a Stripe header of nothing', { style: 'stripe', headers: stripe(',=,') }],
])('a signature does not hold: %s', (_what, vector) => {
  expect(holds(vector)).toBe(false);
});
