import { applicationDataSource } from '../../ormconfig';
import { createLog } from '../../src/lib/log';
import { startServer } from '../../src/server';
import { watchStatements } from '../statement-times';
import { NOW } from './questions';
import { reportToParent } from './report-to-parent';

/** The hub's own server in a process of its own; the arguments are the application's database, and `keep` for giving answers again. */
async function main(): Promise<void> {
  const times = watchStatements();
  const url = process.argv[2]!;
  const database = await applicationDataSource(url).initialize();
  const config = { host: '127.0.0.1', port: 0, oidc: null, now: () => NOW, keepAnswers: process.argv[3] === 'keep' };
  const server = await startServer({ database, config, log: createLog('warn'), listenUrl: url });
  reportToParent(`${server.url}/graphql`, times, async () => {
    await server.close();
    await database.destroy();
  });
}

void main();
