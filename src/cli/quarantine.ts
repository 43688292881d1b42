import { Command } from 'commander';
import { replayQuarantine } from '../../ingest/replay-quarantine';
import { assertSource } from './assert-source';
import { EXIT } from './exit';
import { withHub } from './hub';
import { ingestDeps } from './ingest-deps';
import { print } from './print';
import { readSingerMap } from './read-singer-map';
import { wholeNumber } from './whole-number';

interface QuarantinedRow {
  id: number;
  source: string;
  run_id: number;
  stream: string;
  line: number | null;
  reason: string;
  place: string | null;
  value: string | null;
  raw: string;
}

const OPEN_RECORDS = `
  SELECT q.id, s.key AS source, q.run_id, q.stream, q.line, q.reason, q.place, q.value, q.raw
  FROM hub.quarantine q JOIN hub.source s ON s.workspace_id = q.workspace_id AND s.id = q.source_id
  WHERE q.replayed_at IS NULL AND ($1::text IS NULL OR s.key = $1) ORDER BY q.id LIMIT $2`;

/** `brandhub quarantine list|replay`: records that could not be loaded, and trying them again. */
export function quarantineCommand(): Command {
  const quarantine = new Command('quarantine').description('records that could not be loaded: list, replay');
  quarantine
    .command('list')
    .description('what waits, oldest first, with the line and the reason')
    .option('--source <key>', 'only this source')
    .option('--first <n>', 'how many', wholeNumber, 50)
    .option('--json', 'print JSON, with the records as they came')
    .action(list);
  quarantine
    .command('replay <source>')
    .description('read the records of a source again and load those that pass now')
    .option('--map <file>', 'of Singer messages: read them by this map instead of the last one')
    .option('--json', 'print JSON')
    .action(replay);
  return quarantine;
}

async function list(options: { source?: string; first: number; json?: boolean }): Promise<void> {
  await withHub(async (hub) => {
    const found = await hub.session(async (session) => {
      await assertSource(session, options.source);
      return session.query<QuarantinedRow>(OPEN_RECORDS, [options.source ?? null, options.first]);
    });
    const rows = found.map((each) => [each.id, each.source, each.run_id, each.stream, each.line, each.place, each.value, each.reason]);
    print(found, options, ['id', 'source', 'run', 'stream', 'line', 'place', 'value', 'reason'], rows);
  });
}

async function replay(source: string, options: { map?: string; json?: boolean }): Promise<void> {
  const map = options.map === undefined ? null : (await readSingerMap(options.map)).rules;
  await withHub(async (hub) => {
    const done = await replayQuarantine(ingestDeps(hub), hub.workspace.id, source, map);
    print(done, options, ['run', 'loaded', 'left'], [[done.runId, done.loaded, done.left]]);
    if (done.left > 0) process.exitCode = EXIT.partly;
  });
}
