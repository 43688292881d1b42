import path from 'node:path';
import { Command, Option } from 'commander';
import { parseSchedule } from '../../ingest/cron-slots';
import { exportDue, queueExport } from '../exports/due-exports';
import { FORMATS, type Format } from '../exports/formats';
import { addExport, removeExport, type StoredExport, storedExports } from '../exports/stored-exports';
import type { Asker } from '../metrics/question';
import { type Hub, withHub } from './hub';
import { print } from './print';
import { savedVersion } from './saved-version';
import { wholeNumber } from './whole-number';

interface AddOptions {
  format: Format;
  schedule: string;
  locale: Asker['locale'];
  json?: boolean;
}

/** `brandhub export add|run|list|remove`: saved queries written to files, by hand or by a schedule. */
export function exportCommand(): Command {
  const command = new Command('export').description('saved queries written to files with a manifest, now or on a schedule');
  command
    .command('add <saved>')
    .description('write a saved query, key or key@version, to files')
    .addOption(new Option('--format <format>', 'what is written').choices([...FORMATS]).default('csv'))
    .option('--schedule <cron>', "a cron expression in the workspace's zone, e.g. '0 7 * * 1'; none: only by hand", '')
    .addOption(new Option('--locale <locale>', 'language of labels').choices(['EN', 'ZH_HANS', 'ZH_HANT']).default('EN'))
    .option('--json', 'print JSON')
    .action(add);
  command
    .command('run')
    .description('write one export now, or all that are due')
    .argument('[id]', 'its id, as in the list', wholeNumber)
    .option('--json', 'print JSON')
    .action(run);
  command.command('list').description('the exports, and what became of each').option('--json', 'print JSON').action(list);
  command
    .command('remove')
    .description('end an export; its files stay')
    .argument('<id>', 'its id, as in the list', wholeNumber)
    .action(remove);
  return command;
}

/** The folder that a hub's exports are written below. */
export function exportFolder({ config }: Hub): string {
  return config.exports ?? path.join(config.home, 'exports');
}

async function add(saved: string, { format, schedule, locale, json }: AddOptions): Promise<void> {
  const cron = parseSchedule(schedule);
  await withHub(async (hub) => {
    const id = await hub.session(async (session) => {
      const { savedQueryId, version } = await savedVersion(session, saved);
      const draft = { savedQueryId, version: saved.includes('@') ? version : null, format, locale, schedule: cron };
      return addExport(session, draft, new Date());
    });
    print({ id, saved, format, schedule: cron }, json ? { json } : {}, ['id', 'saved', 'format', 'schedule'], [[id, saved, format, cron]]);
  });
}

async function run(id: number | undefined, options: { json?: boolean }): Promise<void> {
  await withHub(async (hub) => {
    const before = await hub.session(storedExports);
    if (id !== undefined) {
      if (!before.some((each) => each.id === id)) throw new Error(`export: there is no ${id}`);
      await hub.session((session) => queueExport(session, id));
    }
    await exportDue({ database: hub.database, log: hub.log, folder: exportFolder(hub) });
    const after = (await hub.session(storedExports)).filter((each) => (id === undefined ? isNewer(each, before) : each.id === id));
    show(after, options);
    const failed = after.find(({ status }) => status === 'FAILED');
    if (failed) throw new Error(`export ${failed.id}: ${failed.error}`);
  });
}

function isNewer(each: StoredExport, before: readonly StoredExport[]): boolean {
  const earlier = before.find(({ id }) => id === each.id);
  return each.finishedAt?.getTime() !== earlier?.finishedAt?.getTime();
}

async function list(options: { json?: boolean }): Promise<void> {
  await withHub(async (hub) => show(await hub.session(storedExports), options));
}

async function remove(id: number): Promise<void> {
  await withHub(async (hub) => {
    if (!(await hub.session((session) => removeExport(session, id)))) throw new Error(`export: there is no ${id}`);
    process.stdout.write(`Export ${id} has ended.\n`);
  });
}

function show(exports: readonly StoredExport[], options: { json?: boolean }): void {
  const rows = exports.map((each) => [
    each.id,
    each.version === null ? each.key : `${each.key}@${each.version}`,
    each.format,
    each.schedule,
    each.status ?? '',
    each.rows,
    each.file ?? each.error ?? '',
  ]);
  print(exports, options, ['id', 'saved', 'format', 'schedule', 'last', 'rows', 'file'], rows);
}
