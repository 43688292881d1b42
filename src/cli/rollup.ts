import { Command } from 'commander';
import { rebuildRollups } from '../metrics/refresh-rollups';
import { withHub } from './hub';

/** `brandhub rollup rebuild`: makes the rollups anew from the facts, in one transaction. */
export function rollupCommand(): Command {
  const rollup = new Command('rollup').description('rollups: rebuild');
  rollup
    .command('rebuild')
    .description('make the rollups anew from the facts; readers see the old ones until it is done')
    .action(async () => {
      await withHub((hub) => hub.session((session) => rebuildRollups(session)));
      process.stdout.write('The rollups are rebuilt.\n');
    });
  return rollup;
}
