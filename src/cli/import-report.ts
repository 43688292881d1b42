import type { ImportResult } from '../../ingest/import-finish';
import type { ImportPreview } from '../../ingest/import-preview';
import { decimalFromMicros } from '../lib/money';
import type { Hub } from './hub';
import { print } from './print';
import { type Cell, table } from './table';

interface Show {
  json?: boolean;
}

interface Refused {
  line: number | null;
  reason: string;
  place: string | null;
  value: string | null;
}

/** How many refused records are listed. */
const LISTED = 10;

/** Says what a load came to, with the first records that were refused. */
export async function showImport(hub: Hub, result: ImportResult, options: Show): Promise<void> {
  const refused = result.quarantined === 0 ? [] : await firstRefused(hub, result.runId);
  const counts = ['records', 'inserted', 'revised', 'unchanged', 'quarantined'] as const;
  const row = [result.runId, result.source, result.status, ...counts.map((name) => result[name])];
  print({ ...result, refused }, options, ['run', 'source', 'status', ...counts], [row]);
  const say = (text: string) => process.stderr.write(`${text}\n`);
  if (result.alreadyLoaded) say('These bytes were loaded under this mapping before: nothing was done (--again loads them once more).');
  if (result.resumed) say('The load had been cut off; it went on after its last committed page.');
  warnOfRepeats(result.repeated);
  if (options.json || refused.length === 0) return;
  const others = `the first ${refused.length} of ${result.quarantined}; all of them: brandhub quarantine list --source ${result.source}`;
  say(`\nQuarantined${refused.length < result.quarantined ? ` (${others})` : ''}:`);
  say(refusedTable(refused));
}

/** Shows what a load would store. */
export function showPreview(preview: ImportPreview, options: Show): void {
  const { firstRows, firstRejects, sums, inMillionths: _, ...facts } = preview;
  if (options.json) {
    print(preview, options, [], []);
    return;
  }
  const lines = Object.entries({ ...facts, newBrands: facts.newBrands.join(', ') });
  print(
    preview,
    options,
    ['dry run', 'nothing was written'],
    [...lines, ...Object.entries(sums).map(([name, sum]): Cell[] => [`sum of ${name}`, sum])],
  );
  const columns = Object.keys(firstRows[0] ?? {}).filter((name) => firstRows.some((row) => row[name] !== null && row[name] !== ''));
  const shown = (name: string, value: unknown): Cell => {
    if (typeof value === 'bigint') return preview.inMillionths.includes(name) ? decimalFromMicros(value) : value;
    if (value instanceof Date) return value.toISOString();
    return value !== null && typeof value === 'object' ? (value as { key: string }).key : (value as Cell);
  };
  if (firstRows.length > 0) {
    const rows = firstRows.map((row) => columns.map((name) => shown(name, row[name])));
    process.stdout.write(`\nThe first ${firstRows.length} rows\n${table(columns, rows)}\n`);
  }
  if (firstRejects.length > 0) {
    const refused = firstRejects.map(({ line = null, reason, place = null, value = null }) => ({ line, reason, place, value }));
    process.stdout.write(
      `\nThe first ${refused.length} of ${preview.quarantined} records that would be quarantined\n${refusedTable(refused)}\n`,
    );
  }
  warnOfRepeats(preview.repeated);
}

function warnOfRepeats(repeated: number): void {
  if (repeated === 0) return;
  process.stderr.write(
    `${repeated} rows have the key of an earlier row of the file and take its place. If they are to be added up, the mapping leaves out a column that tells them apart.\n`,
  );
}

function refusedTable(refused: Refused[]): string {
  return table(
    ['line', 'reason', 'column', 'value'],
    refused.map(({ line, reason, place, value }) => [line, reason, place, value]),
  );
}

function firstRefused(hub: Hub, runId: number): Promise<Refused[]> {
  return hub.session((session) =>
    session.query<Refused>(
      'SELECT line, reason, place, value FROM hub.quarantine WHERE workspace_id = $1 AND run_id = $2 ORDER BY line, id LIMIT $3',
      [hub.workspace.id, runId, LISTED],
    ),
  );
}
