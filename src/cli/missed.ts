import { Command } from 'commander';
import { assertSource } from './assert-source';
import { withHub } from './hub';
import { print } from './print';
import { wholeNumber } from './whole-number';

interface MissedRow {
  source: string;
  first_slot: Date;
  last_slot: Date;
  slots: number | null;
  catch_up: string;
  run: number | null;
  recorded_at: Date;
}

const NEWEST_FIRST = `
  SELECT s.key AS source, m.first_slot, m.last_slot, m.slots, m.catch_up, m.run_id AS run, m.recorded_at
  FROM hub.missed_slots m JOIN hub.source s ON s.workspace_id = m.workspace_id AND s.id = m.source_id
  WHERE $1::text IS NULL OR s.key = $1
  ORDER BY m.recorded_at DESC, m.last_slot DESC LIMIT $2`;

/** `brandhub sources missed`: slots that passed while no worker ran, newest first, and the run that covers them. */
export function missedCommand(): Command {
  return new Command('missed')
    .description('slots that passed without a run of their own, newest first; run: the one that covers them')
    .option('--source <key>', 'only this source')
    .option('--first <n>', 'how many', wholeNumber, 20)
    .option('--json', 'print JSON')
    .action(async (options: { source?: string; first: number; json?: boolean }) => {
      await withHub(async (hub) => {
        const missed = await hub.session(async (session) => {
          await assertSource(session, options.source);
          return session.query<MissedRow>(NEWEST_FIRST, [options.source ?? null, options.first]);
        });
        const header = ['source', 'first', 'last', 'slots', 'policy', 'run', 'recorded'];
        const rows = missed.map(({ first_slot, last_slot, recorded_at, ...row }) => [
          row.source,
          first_slot.toISOString(),
          last_slot.toISOString(),
          row.slots,
          row.catch_up,
          row.run,
          recorded_at.toISOString(),
        ]);
        print(missed, options, header, rows);
      });
    });
}
