import { Command } from 'commander';
import { assertSource } from './assert-source';
import { withHub } from './hub';
import { print } from './print';
import { wholeNumber } from './whole-number';

const DRIFT = `
  SELECT d.noticed_at, s.key AS source, d.stream, d.change, d.path, array_to_string(d.types_before, '|') AS before, array_to_string(d.types_now, '|') AS now, d.run_id AS run
  FROM hub.drift d JOIN hub.source s ON s.workspace_id = d.workspace_id AND s.id = d.source_id
  WHERE $1::text IS NULL OR s.key = $1 ORDER BY d.id DESC LIMIT $2`;

const MATURITY = `
  SELECT s.key AS source, m.fact, m.measure, m.age, round((m.share * 100)::numeric, 1)::text AS "percent known", m.days AS "learnt from days"
  FROM hub.maturity m JOIN hub.source s ON s.workspace_id = m.workspace_id AND s.id = m.source_id
  WHERE ($1::text IS NULL OR s.key = $1) ORDER BY s.key, m.fact, m.measure, m.age LIMIT $2`;

/** `brandhub sources drift`: how the records of sources have changed their form. */
export function driftCommand(): Command {
  return listing('drift', "fields of sources' records that are new, gone or of another type, newest first", DRIFT, [
    'noticed at',
    'source',
    'stream',
    'change',
    'field',
    'before',
    'now',
    'run',
  ]);
}

/** `brandhub sources maturity`: how much of a day's final number is known so many days after it. */
export function maturityCommand(): Command {
  return listing('maturity', 'what part of a final number is known so many days after the day, by source and measure', MATURITY, [
    'source',
    'fact',
    'measure',
    'age',
    'percent known',
    'learnt from days',
  ]);
}

function listing(name: string, description: string, sql: string, header: string[]): Command {
  return new Command(name)
    .description(description)
    .argument('[source]', 'only this source')
    .option('--first <n>', 'how many', wholeNumber, 500)
    .option('--json', 'print JSON')
    .action(async (source: string | undefined, options: { first: number; json?: boolean }) => {
      await withHub(async (hub) => {
        const rows = await hub.session(async (session) => {
          await assertSource(session, source);
          return session.query<Record<string, never>>(sql, [source ?? null, options.first]);
        });
        print(
          rows,
          options,
          header,
          rows.map((row) => Object.values(row)),
        );
      });
    });
}
