import type { IncomingMessage } from 'node:http';

/** A body that has more bytes than are read. */
export interface TooLarge {
  readonly limit: number;
}

/** The bytes of a request, if they are not too many. Throws with status 400 when its sender goes in the middle. */
export async function readBody(payload: IncomingMessage, limit: number): Promise<Buffer | TooLarge> {
  if (Number(payload.headers['content-length'] ?? 0) > limit) return { limit };
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    // The connection is still wanted for the answer.
    for await (const chunk of payload.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > limit) return { limit };
      chunks.push(chunk);
    }
  } catch (error) {
    // That is no failure of ours.
    throw Object.assign(error as Error, { statusCode: 400 });
  }
  return Buffer.concat(chunks);
}
