import { Command } from 'commander';
import { assertSource } from './assert-source';
import { type Hub, withHub } from './hub';
import { print } from './print';
import { wholeNumber } from './whole-number';

interface RunRow {
  id: number;
  source: string;
  status: string;
  window_from: string | null;
  window_to: string | null;
  pages: number;
  records: bigint;
  inserted: bigint;
  revised: bigint;
  unchanged: bigint;
  quarantined: bigint;
  error: string | null;
}

const NEWEST_FIRST = `
  SELECT r.id, s.key AS source, r.status, r.window_from, r.window_to, r.pages, r.records, r.inserted, r.revised, r.unchanged, r.quarantined, r.error
  FROM hub.ingest_run r JOIN hub.source s ON s.workspace_id = r.workspace_id AND s.id = r.source_id
  WHERE $1::text IS NULL OR s.key = $1
  ORDER BY r.id DESC LIMIT $2`;

/** `brandhub runs`: what was pulled, newest first. */
export function runsCommand(): Command {
  return new Command('runs')
    .description('what was pulled, newest first')
    .option('--source <key>', 'only this source')
    .option('--first <n>', 'how many', wholeNumber, 20)
    .option('--totals', "how the ads of each run agree with the platform's own totals")
    .option('--json', 'print JSON')
    .action(async (options: { source?: string; first: number; totals?: boolean; json?: boolean }) => {
      await withHub(async (hub) => {
        if (options.totals) return await showTotals(hub, options);
        const runs = await hub.session(async (session) => {
          await assertSource(session, options.source);
          return session.query<RunRow>(NEWEST_FIRST, [options.source ?? null, options.first]);
        });
        const header = [
          'id',
          'source',
          'status',
          'from',
          'to',
          'pages',
          'records',
          'inserted',
          'revised',
          'unchanged',
          'quarantined',
          'error',
        ];
        print(
          runs,
          options,
          header,
          runs.map((run) => Object.values(run)),
        );
      });
    });
}

const TOTALS = `
  SELECT c.run_id AS run, s.key AS source, c.level, c.measure, c.first_day AS "from", c.last_day AS "to", c.compared, c.differing,
    CASE measure WHEN 'spend' THEN round(c.of_ads / 1000000.0, 2)::text ELSE c.of_ads::text END AS ads,
    CASE measure WHEN 'spend' THEN round(c.of_platform / 1000000.0, 2)::text ELSE c.of_platform::text END AS platform, array_to_string(c.told, '; ') AS told
  FROM hub.reconciliation c JOIN hub.source s ON s.workspace_id = c.workspace_id AND s.id = c.source_id
  WHERE $1::text IS NULL OR s.key = $1
  ORDER BY c.run_id DESC, c.level, c.measure LIMIT $2`;

async function showTotals(hub: Hub, options: { source?: string; first: number; json?: boolean }): Promise<void> {
  const found = await hub.session(async (session) => {
    await assertSource(session, options.source);
    return session.query<Record<string, unknown>>(TOTALS, [options.source ?? null, options.first]);
  });
  const header = ['run', 'source', 'level', 'measure', 'from', 'to', 'compared', 'differing', 'ads', 'platform', 'told'];
  print(
    found,
    options,
    header,
    found.map((row) => Object.values(row) as never[]),
  );
}
