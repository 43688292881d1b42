import { createHmac } from 'node:crypto';
import type { DestinationFormat, DestinationSecrets } from '../alerts/destinations';

/** What is to be told. */
export interface Message {
  /** The same each time that it is tried: a receiver that has seen it need not act again. */
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** All that programs may want to know. */
  readonly document: object;
}

/** A request that tells it. `told` is its address without what only the destination's owner may know. */
export interface Telling {
  readonly url: string;
  readonly told: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** WeCom takes 2,048 bytes of text, the others some twenty thousand. */
const MOST_BYTES: Readonly<Record<DestinationFormat, number>> = {
  JSON: Infinity,
  SLACK: 16_000,
  FEISHU: 16_000,
  DINGTALK: 16_000,
  WECOM: 2_000,
};

/** The request that tells a message to a destination, signed at an instant as its format asks for. */
export function requestOf(format: DestinationFormat, { url, secret }: DestinationSecrets, message: Message, now: Date): Telling {
  const text = shortened(`${message.title}\n${message.text}`, MOST_BYTES[format]);
  const told = new URL(url).origin;
  const json = (body: object, headers: Record<string, string> = {}, to = url): Telling => ({
    url: to,
    told,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  switch (format) {
    case 'JSON':
      return signed(json({ id: message.id, title: message.title, text: message.text, ...message.document }), secret ?? '', message.id, now);
    case 'SLACK':
      return json({ text });
    case 'FEISHU':
      return json({ ...(secret ? feishuSignature(secret, now) : {}), msg_type: 'text', content: { text } });
    case 'DINGTALK':
      return json({ msgtype: 'text', text: { content: text } }, {}, secret ? dingtalkAddress(url, secret, now) : url);
    case 'WECOM':
      return json({ msgtype: 'text', text: { content: text } });
  }
}

/** As deliveries to the hub itself are signed (docs/push.md): HMAC-SHA256 over time and body. */
function signed(telling: Telling, secret: string, id: string, now: Date): Telling {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const signature = createHmac('sha256', secret).update(`${timestamp}.${telling.body}`).digest('hex');
  const headers = { 'x-brandhub-timestamp': timestamp, 'x-brandhub-signature': `sha256=${signature}`, 'x-brandhub-delivery': id };
  return { ...telling, headers: { ...telling.headers, ...headers } };
}

/** Feishu signs nothing with a key made of time and secret. */
function feishuSignature(secret: string, now: Date): { timestamp: string; sign: string } {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  return { timestamp, sign: createHmac('sha256', `${timestamp}\n${secret}`).digest('base64') };
}

/** DingTalk signs time and secret with the secret, in the address. */
function dingtalkAddress(url: string, secret: string, now: Date): string {
  const timestamp = String(now.getTime());
  const address = new URL(url);
  address.searchParams.set('timestamp', timestamp);
  address.searchParams.set('sign', createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64'));
  return address.href;
}

/** The text, cut between characters where it has more bytes. */
function shortened(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text;
  let length = 0;
  const kept = [...text].filter((character) => {
    length += Buffer.byteLength(character);
    return length <= most - 3;
  });
  return `${kept.join('')}…`;
}
