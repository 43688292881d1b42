import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/**
 * The key that seals: 32 bytes, followed by those of earlier keys that still open. A function reads it anew each time, so that a process that
 * runs for long learns of a key that has been replaced.
 */
export type SecretKey = Buffer | (() => Buffer);

/** A key for {@link seal}: 32 random bytes. */
export function newKey(): Buffer {
  return randomBytes(32);
}

/** Text under AES-256-GCM, as version, nonce, tag, ciphertext. `context` says what it belongs to; it opens for no other. */
export function seal(text: string, key: SecretKey, context: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keysOf(key)[0]!, nonce).setAAD(Buffer.from(context));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), sealed]);
}

/** The text that was sealed. Throws when no key opens it, the context is another, or a byte was changed. */
export function unseal(sealed: Buffer, key: SecretKey, context: string): string {
  if (sealed[0] !== VERSION) throw new Error(`${context}: sealed in form ${sealed[0]}; this version opens form ${VERSION}`);
  for (const each of keysOf(key)) {
    const text = opened(sealed, each, context);
    if (text !== null) return text;
  }
  throw new Error(`${context}: cannot be opened; the key is not the one it was sealed with, or the bytes were changed`);
}

/** Whether the key that seals now opens it, and not only an earlier one. */
export function isSealedAnew(sealed: Buffer, key: SecretKey, context: string): boolean {
  return opened(sealed, keysOf(key)[0]!, context) !== null;
}

function opened(sealed: Buffer, key: Buffer, context: string): string | null {
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  const tag = sealed.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(context)).setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(sealed.subarray(1 + NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    return null; // sealed under another key
  }
}

function keysOf(key: SecretKey): Buffer[] {
  const all = typeof key === 'function' ? key() : key;
  return Array.from({ length: all.length / KEY_BYTES }, (_, at) => all.subarray(at * KEY_BYTES, (at + 1) * KEY_BYTES));
}

/** Keys as text: each 64 hexadecimal digits, on lines or with commas between. Throws when `text` is anything else; `place` says where it stands. */
export function keysFromText(text: string, place: string): Buffer {
  const parts = text.trim().split(/[\s,]+/);
  const wrong = parts.find((part) => !/^[0-9a-f]{64}$/i.test(part));
  if (wrong !== undefined) throw new Error(`${place}: expected 64 hexadecimal digits; found ${wrong.length} characters`);
  return Buffer.from(parts.join(''), 'hex');
}

/** The keys that a file holds, one a line, the one that seals first; the file is made with a new key, for its owner's eyes only, when it is not there. */
export function keyFromFile(file: string): Buffer {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${newKey().toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return keysFromText(readFileSync(file, 'utf8'), file);
}

/** Puts a new key before those that a file holds, which go on opening. Readers see the old file or the new one, whole. */
export function addKeyToFile(file: string): void {
  writeKeys(file, [newKey(), ...keysOf(keyFromFile(file))]);
}

/** Leaves in a file the key that seals and the one before it: a process that read the file a moment ago may still seal under that. */
export function dropOldKeysFromFile(file: string): void {
  writeKeys(file, keysOf(keyFromFile(file)).slice(0, 2));
}

function writeKeys(file: string, keys: readonly Buffer[]): void {
  const next = `${file}.new`;
  writeFileSync(next, keys.map((key) => `${key.toString('hex')}\n`).join(''), { mode: 0o600 });
  chmodSync(next, 0o600);
  renameSync(next, file);
}
