import { Command } from 'commander';
import { readConfig } from '../config';
import { openDatabase } from '../database/open';
import { createLog } from '../lib/log';

/** `brandhub migrate`: brings the database to the current schema. Every other command does so too; this one does nothing else. */
export function migrateCommand(): Command {
  return new Command('migrate')
    .description('bring the database to the current schema')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const config = readConfig();
      const opened = await openDatabase(config, createLog(config.logLevel ?? 'info'));
      await opened.close();
      process.stdout.write(options.json ? '{"migrated":true}\n' : 'The database is at the current schema.\n');
    });
}
