import { createHash } from 'node:crypto';

/** The SHA-256 of the bytes in lower-case hexadecimal: the name under which a landed file is recognised when it comes again. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
