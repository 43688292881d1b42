import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** What one pass over a file's bytes tells: its hash, its size, its first 64 KiB, and the encoding its bytes obey. */
export interface FileSurvey {
  readonly sha256: string;
  readonly bytes: number;
  readonly head: Buffer;
  /** A label that `TextDecoder` knows, or null when the bytes are neither UTF-8, nor GB18030, nor marked as UTF-16. */
  readonly encoding: string | null;
}

const HEAD = 64 * 1024;

/** A check that is fed chunks and says whether all bytes so far are valid in one encoding. */
interface Validity {
  readonly feed: (chunk: Uint8Array) => void;
  readonly isValid: () => boolean;
}

/**
 * Reads the whole file once without keeping it. The encoding is the byte order mark's; else UTF-8 when every byte obeys it,
 * else GB18030 when every byte obeys that. Throws what the file system throws.
 */
export async function surveyFile(path: string): Promise<FileSurvey> {
  const hash = createHash('sha256');
  const head: Buffer[] = [];
  const utf8 = validity('utf-8');
  const gb18030 = validity('gb18030');
  let bytes = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    if (bytes < HEAD) head.push(chunk.subarray(0, HEAD - bytes));
    bytes += chunk.length;
    utf8.feed(chunk);
    gb18030.feed(chunk);
  }
  const first = Buffer.concat(head);
  const encoding = markedEncoding(first) ?? (utf8.isValid() ? 'utf-8' : gb18030.isValid() ? 'gb18030' : null);
  return { sha256: hash.digest('hex'), bytes, head: first, encoding };
}

/** The encoding that a byte order mark names, or null without one. */
function markedEncoding(head: Buffer): string | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return null;
}

function validity(encoding: string): Validity {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let valid = true;
  const attempt = (decode: () => void) => {
    try {
      if (valid) decode();
    } catch {
      valid = false; // the only throw of a fatal decoder: bytes that the encoding does not have
    }
  };
  return {
    feed: (chunk) => attempt(() => decoder.decode(chunk, { stream: true })),
    isValid: () => {
      attempt(() => decoder.decode());
      return valid;
    },
  };
}
