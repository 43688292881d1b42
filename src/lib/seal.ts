import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A key for {@link seal}: 32 random bytes. */
export function newKey(): Buffer {
  return randomBytes(32);
}

/** Text under AES-256-GCM, as version, nonce, tag, ciphertext. `context` says what it belongs to; it opens for no other. */
export function seal(text: string, key: Buffer, context: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), sealed]);
}

/** The text that was sealed. Throws when the key or the context is another, or a byte was changed. */
export function unseal(sealed: Buffer, key: Buffer, context: string): string {
  if (sealed[0] !== VERSION) throw new Error(`${context}: sealed in form ${sealed[0]}; this version opens form ${VERSION}`);
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  const tag = sealed.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(context)).setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(sealed.subarray(1 + NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    throw new Error(`${context}: cannot be opened; the key is not the one it was sealed with, or the bytes were changed`);
  }
}

/** The key that a file holds as 64 hexadecimal digits; the file is made with a new key, for its owner's eyes only, when it is not there. */
export function keyFromFile(file: string): Buffer {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${newKey().toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const text = readFileSync(file, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new Error(`${file}: expected 64 hexadecimal digits; found ${text.length} characters`);
  return Buffer.from(text, 'hex');
}
