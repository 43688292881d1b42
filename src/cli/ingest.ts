import { Command } from 'commander';
import { listStreams } from '../../ingest/landed/list-streams';
import { lastState } from '../../ingest/singer/last-state';
import { assertSource } from './assert-source';
import { withHub } from './hub';
import { ingestSingerCommand } from './ingest-singer';
import { print } from './print';

/** `brandhub ingest singer|state|streams`: records that others send, and what is known of their streams. */
export function ingestCommand(): Command {
  const ingest = new Command('ingest').description('records that others send: singer, state, streams');
  ingest.addCommand(ingestSingerCommand());
  ingest
    .command('state <source>')
    .description('print the last state of a source, for the tap to go on from (nothing before its first load)')
    .action(state);
  ingest
    .command('streams')
    .description('the streams that came, mapped to a fact or kept as they came')
    .option('--source <key>', 'only this source')
    .option('--json', 'print JSON')
    .action(streams);
  return ingest;
}

async function state(source: string): Promise<void> {
  await withHub(async (hub) => {
    const found = await hub.session(async (session) => {
      await assertSource(session, source);
      return lastState(session, source);
    });
    if (found !== null) process.stdout.write(`${found}\n`);
  });
}

async function streams(options: { source?: string; json?: boolean }): Promise<void> {
  await withHub(async (hub) => {
    const found = await hub.session(async (session) => {
      await assertSource(session, options.source);
      return listStreams(session, options.source);
    });
    const rows = found.map((each) => [
      each.source,
      each.stream,
      each.keys.join(' '),
      each.target,
      each.target === null ? each.rows : null,
      each.deleted,
      each.quarantined,
      each.schemas,
      each.activeVersion,
    ]);
    print(found, options, ['source', 'stream', 'keys', 'fact', 'rows', 'deleted', 'quarantined', 'schemas', 'version'], rows);
  });
}
