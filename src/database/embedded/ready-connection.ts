import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

const POLL_MS = 15;
const CONNECT_MS = 5_000;

/**
 * Connects to a server that is starting, retrying until it accepts: recovery after a crash may take a while. `stillThere` is asked before each
 * attempt and throws when waiting has become pointless. Fails after `patience` ms, and at once when the password is refused.
 */
export async function readyConnection(url: string, stillThere: () => Promise<void>, patience: number): Promise<Client> {
  const deadline = Date.now() + patience;
  for (;;) {
    await stillThere();
    const client = new Client({ connectionString: url, ssl: false, connectionTimeoutMillis: CONNECT_MS });
    // A connection that breaks also fails the query that was waiting on it; unheard, the event would end the process.
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      giveUpOn(error as Error & { code?: string }, deadline, patience);
    }
    await sleep(POLL_MS);
  }
}

function giveUpOn(error: Error & { code?: string }, deadline: number, patience: number): void {
  if (error.code?.startsWith('28')) throw new Error(`PostgreSQL refuses the password of the state file: ${error.message}`);
  if (Date.now() > deadline) throw new Error(`PostgreSQL is not ready after ${patience / 1000} s: ${error.message}`);
}
