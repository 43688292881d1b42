import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { deriveWorkspace } from '../../ingest/derive/derive-due';
import type { WrittenMapping } from '../../ingest/import-defaults';
import { type ImportProgress, type ImportRequest, importFile } from '../../ingest/import-file';
import { guessForFile, openPlaces } from '../../ingest/import-guess';
import { findMapping, renamedMapping, saveMapping, writtenMapping } from '../../ingest/import-mappings';
import { previewFile } from '../../ingest/import-preview';
import { type Hub, withHub } from './hub';
import { showImport, showPreview } from './import-report';
import { Progress } from './progress';

interface ImportOptions {
  map?: string;
  into?: string;
  yes?: boolean;
  dryRun?: boolean;
  save?: string;
  source?: string;
  brand?: string;
  createBrands?: boolean;
  currency?: string;
  timeZone?: string;
  again?: boolean;
  json?: boolean;
}

/** The exit code of a load that left records in quarantine. */
const PARTLY = 3;

/** `brandhub import report.csv --map my-report.yaml`: brings the records of a file into a fact. */
export function importCommand(): Command {
  return new Command('import')
    .description('load a CSV, XLSX or JSON-lines file through a mapping; without --map a mapping is guessed and shown')
    .argument('<file>', 'the file to load')
    .option('--map <mapping>', 'a mapping: a YAML file, or the name of a saved or shipped one')
    .option('--dry-run', 'read and map all of the file, show what would be loaded, write nothing')
    .option('--into <fact>', 'the fact that a guessed mapping is for, e.g. AdDay')
    .option('--yes', 'load with a guessed mapping without asking')
    .option('--save <name>', 'keep the mapping under a name for the next file')
    .option('--source <key>', "the source that the rows belong to (default: the mapping's name)")
    .option('--brand <key>', 'the brand of rows that name none')
    .option('--create-brands', 'make brands that are not tracked yet, instead of quarantining their records')
    .option('--currency <code>', 'the currency of rows that name none, ISO 4217')
    .option('--time-zone <zone>', 'the zone of days and times that name none')
    .option('--again', 'load the file although it was loaded before')
    .option('--json', 'print JSON')
    .action((file: string, options: ImportOptions) => withHub((hub) => run(hub, file, options)));
}

async function run(hub: Hub, path: string, options: ImportOptions): Promise<void> {
  if (!isFile(path)) throw new Error(`${path}: there is no such file`);
  const given = options.map === undefined ? await guessed(path, options) : await chosen(hub, options.map, options);
  if (given === null) return;
  const written = options.save === undefined ? given : renamedMapping(given, options.save);
  const { createBrands, again, brand, currency, timeZone, source: sourceKey } = options;
  const progress = new Progress();
  const name = `import ${written.mapping.name}`;
  const onProgress = (at: ImportProgress) => progress.set(name, fractionOf(at), `${at.records} records`);
  const request: ImportRequest = {
    workspaceId: hub.workspace.id,
    path,
    ...written,
    sourceKey,
    createBrands,
    again,
    brand,
    currency,
    timeZone,
    onProgress,
  };
  try {
    if (options.dryRun) {
      showPreview(await previewFile(hub.database, request), options);
      return;
    }
    const result = await importFile(hub.database, request);
    await deriveWorkspace(hub.database, hub.workspace.id, hub.today);
    if (!result.alreadyLoaded) progress.set(name, 1, `${result.records} records`);
    if (options.save !== undefined) await hub.session((session) => saveMapping(session, written));
    if (result.quarantined > 0) process.exitCode = PARTLY;
    await showImport(hub, result, options);
  } finally {
    progress.stop();
  }
}

async function chosen(hub: Hub, map: string, { into }: ImportOptions): Promise<WrittenMapping> {
  const isWritten = isFile(map) || /\.ya?ml$/i.test(map);
  const written = isWritten ? writtenMapping(await readFile(map, 'utf8'), map) : await hub.session((session) => findMapping(session, map));
  if (into === undefined || into === written.mapping.target) return written;
  throw new Error(`--into: mapping ${written.mapping.name} is for ${written.mapping.target}, not ${into}`);
}

/** A guess, shown. Null when it is not to be tried out yet: it leaves something open on a dry run. Throws when it may not be loaded. */
async function guessed(path: string, options: ImportOptions): Promise<WrittenMapping | null> {
  const guess = await guessForFile(path, options.into);
  const said = new Set(options.brand === undefined ? [] : ['brand', 'campaign.brand']);
  const open = openPlaces(guess.mapping).filter((place) => !said.has(place));
  if (!options.json) process.stdout.write(`${guess.yaml}\n`);
  const file = `${guess.mapping.name}.yaml`;
  const next = `keep it as ${file}, correct it, then: brandhub import ${path} --map ${file} --dry-run`;
  if (open.length === 0 && (options.dryRun || options.yes)) return guess;
  const why = open.length > 0 ? `it leaves open ${open.join(', ')}` : 'it is a guess (--yes loads with it as it is)';
  if (!options.dryRun) throw new Error(`nothing was loaded: no --map was given, the mapping above is guessed and ${why}; ${next}`);
  if (options.json) process.stdout.write(`${JSON.stringify({ mapping: guess.yaml, open }, null, 2)}\n`);
  process.stderr.write(`This mapping is guessed; ${why}. Next: ${next}\n`);
  return null;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function fractionOf({ bytes, totalBytes }: ImportProgress): number {
  // The end is told by the result: a file whose lines are all passed still has its last page to commit.
  return totalBytes === 0 ? 0 : Math.min(0.99, bytes / totalBytes);
}
