import { startEmbeddedPostgres } from '../../src/database/embedded/start-embedded-postgres';
import { createLog } from '../../src/lib/log';

/** A program: starts the embedded server of the home folder in its arguments, prints it as JSON, and gives it up when its input ends. */
async function main(home: string): Promise<void> {
  const server = await startEmbeddedPostgres({ home, log: createLog('silent'), settings: { fsync: 'off' } });
  process.stdout.write(`${JSON.stringify(server)}\n`);
  process.stdin.resume().once('end', () => void server.stop());
}

void main(process.argv[2] as string);
