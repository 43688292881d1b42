import { Command } from 'commander';
import { Fatal } from '../../ingest/errors';
import type { SingerResult } from '../../ingest/singer/finish-load';
import { loadSinger } from '../../ingest/singer/load-singer';
import type { BatchSize } from '../../ingest/singer/singer-batch';
import { EXIT } from './exit';
import { withHub } from './hub';
import { readSingerMap } from './read-singer-map';
import { type Cell, table } from './table';
import { untilStopped } from './until-stopped';
import { wholeNumber } from './whole-number';
import { WrongUsage } from './wrong-usage';

interface SingerOptions {
  map?: string;
  source?: string;
  brand?: string;
  createBrands?: boolean;
  currency?: string;
  timeZone?: string;
  quarantine?: boolean;
  hardDelete?: boolean;
  validate: boolean;
  batchRecords?: number;
  batchBytes?: number;
  batchSeconds?: number;
  json?: boolean;
}

/** What the source of messages without a map is called unless said. */
const SOURCE = 'singer';

/** `tap | brandhub ingest singer --map map.yaml`: a Singer target. States go to stdout, all else to stderr. */
export function ingestSingerCommand(): Command {
  return new Command('singer')
    .description('load the messages of a Singer tap from stdin; states are written to stdout once what came before them is committed')
    .option('--map <file>', 'a YAML file that says which streams become rows of which facts; the others are kept as they came')
    .option('--source <key>', "the source that the records belong to (default: the map's name, or singer)")
    .option('--quarantine', 'quarantine bad records and go on, instead of ending at the first one')
    .option('--hard-delete', 'remove what a newer version leaves out, instead of marking it as deleted')
    .option('--no-validate', 'take records that do not fit the schema of their stream')
    .option('--brand <key>', 'the brand of rows that name none')
    .option('--create-brands', 'make brands that are not tracked yet, instead of refusing their records')
    .option('--currency <code>', 'the currency of rows that name none, ISO 4217')
    .option('--time-zone <zone>', 'the zone of days and times that name none')
    .option('--batch-records <n>', 'commit after so many records', wholeNumber)
    .option('--batch-bytes <n>', 'commit after so many bytes', wholeNumber)
    .option('--batch-seconds <n>', 'commit at the latest after so many seconds', wholeNumber)
    .option('--json', 'print what the load came to as JSON, on stderr')
    .action(run);
}

async function run(options: SingerOptions): Promise<void> {
  if (process.stdin.isTTY) throw new WrongUsage('stdin: expected the messages of a Singer tap: tap | brandhub ingest singer');
  const map = options.map === undefined ? undefined : await readSingerMap(options.map);
  const { brand, currency, timeZone, createBrands, quarantine, hardDelete } = options;
  const stopped = new AbortController();
  void untilStopped().then(() => stopped.abort(new Fatal('it was stopped')));
  // A runner that has gone is told by the write that fails.
  process.stdout.on('error', () => undefined);
  await withHub(async (hub) => {
    const result = await loadSinger(hub.database, {
      workspaceId: hub.workspace.id,
      sourceKey: options.source ?? map?.rules.name ?? SOURCE,
      input: process.stdin,
      emit: tell,
      stated: { brand, currency, timeZone },
      batch: batchOf(options),
      unchecked: !options.validate,
      signal: stopped.signal,
      ...(map && { map }),
      createBrands,
      quarantine,
      hardDelete,
    });
    show(result, options);
    if (result.status === 'FAILED') process.exitCode = EXIT.failed;
  });
  process.stdin.destroy();
}

function batchOf({ batchRecords, batchBytes, batchSeconds }: SingerOptions): Partial<BatchSize> {
  return {
    ...(batchRecords !== undefined && { records: batchRecords }),
    ...(batchBytes !== undefined && { bytes: batchBytes }),
    ...(batchSeconds !== undefined && { ms: batchSeconds * 1_000 }),
  };
}

/** Writes a state, and waits until it is written. */
function tell(state: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(`${state}\n`, (error) => (error ? reject(error) : resolve()));
  });
}

function show(result: SingerResult, { json }: SingerOptions): void {
  const say = (text: string) => process.stderr.write(`${text}\n`);
  if (json) return void say(JSON.stringify(result));
  const counts = ['records', 'inserted', 'revised', 'unchanged', 'quarantined', 'deleted'] as const;
  const rows = result.streams.map((stream): Cell[] => [stream.stream, stream.target, ...counts.map((name) => stream[name])]);
  say(table(['stream', 'fact', ...counts], [...rows, ['all', null, ...counts.map((name) => result[name])]]));
  say(`run ${result.runId} of source ${result.source}: ${result.status}, ${result.lines} lines, ${result.states} states`);
  if (result.unseen.length > 0) say(`Streams of the map that did not come: ${result.unseen.join(', ')}`);
  if (result.repeated > 0) say(`${result.repeated} rows have the key of an earlier row of their batch and take its place.`);
  if (result.quarantined > 0) say(`All that were refused: brandhub quarantine list --source ${result.source}`);
  if (result.error !== null) say(`brandhub: ${result.error}`);
}
