import { type Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';

/** One request that can be repeated: a POST of a JSON body. */
export interface Target {
  readonly url: string;
  readonly body: string;
}

/** Sends the request and returns the answer's body; rejects on any status but 200. */
export function ask({ url, body }: Target, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`bench: ${url} answered ${response.statusCode}: ${text.slice(0, 300)}`));
      });
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

/** Repeats a request over some connections for so long; how many milliseconds each answer took, and all of it. */
export async function repeat(target: Target, agent: Agent, connections: number, ms: number): Promise<{ latencies: number[]; ms: number }> {
  const latencies: number[] = [];
  const start = performance.now();
  const one = async () => {
    while (performance.now() - start < ms) {
      const sent = performance.now();
      await ask(target, agent);
      latencies.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  return { latencies, ms: performance.now() - start };
}
