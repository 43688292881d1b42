import { createHash } from 'node:crypto';

const IS_KEY = /^[0-9a-f]{64}$/;

/**
 * What the hub knows a person by: the SHA-256 of what a source calls them, in 64 hexadecimal digits, so that a shop's customer and a site's user meet
 * without a name. Spaces around it and the case of Latin letters make no difference, as in e-mail addresses; what is such a key already stays, so that
 * a source may send keys. The same as `hub.person_key` in SQL.
 */
export function personKey(name: string): string {
  if (IS_KEY.test(name)) return name;
  const plain = name.replace(/^ +| +$/g, '').replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return createHash('sha256').update(plain).digest('hex');
}
