import { performance } from 'node:perf_hooks';
import { Client, request } from 'undici';

/** One request that can be repeated: a POST of a JSON body. */
export interface Target {
  readonly url: string;
  readonly body: string;
}

const JSON_BODY = { method: 'POST', headers: { 'content-type': 'application/json' } } as const;

/** Sends the request and returns the answer's body; rejects on any status but 200. */
export async function ask({ url, body }: Target): Promise<string> {
  const answered = await request(url, { ...JSON_BODY, body });
  const text = await answered.body.text();
  if (answered.statusCode !== 200) throw new Error(`bench: ${url} answered ${answered.statusCode}: ${text.slice(0, 300)}`);
  return text;
}

/**
 * Repeats a request over some connections for so long, the next on each when the answer to the one before has come, and waits for all; how many milliseconds each answer took, and
 * all of it. The client takes as little of the processors as it can, which are the servers' too: it takes an answer's bytes and does not look at them.
 */
export async function repeat({ url, body }: Target, connections: number, ms: number): Promise<{ latencies: number[]; ms: number }> {
  const { origin, pathname } = new URL(url);
  const clients = Array.from({ length: connections }, () => new Client(origin));
  const sent = { ...JSON_BODY, path: pathname, body: Buffer.from(body) };
  const latencies: number[] = [];
  const start = performance.now();
  const one = (client: Client) =>
    new Promise<void>((resolve, reject) => {
      let since = start;
      const answer = {
        onRequestStart: () => undefined,
        onResponseStart: (_: unknown, status: number) => {
          if (status !== 200) reject(new Error(`bench: ${url} answered ${status}`));
        },
        onResponseData: () => undefined,
        onResponseEnd: () => {
          const now = performance.now();
          latencies.push(now - since);
          if (now - start >= ms) return resolve();
          since = now;
          client.dispatch(sent, answer);
        },
        onResponseError: (_: unknown, error: Error) => reject(error),
      };
      client.dispatch(sent, answer);
    });
  try {
    await Promise.all(clients.map(one));
    return { latencies, ms: performance.now() - start };
  } finally {
    await Promise.all(clients.map((client) => client.destroy()));
  }
}
