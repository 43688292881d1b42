import { Command } from 'commander';
import { listSources } from '../../ingest/sources';
import { checkRollups } from '../metrics/refresh-rollups';
import { EXIT } from './exit';
import { type Hub, withHub } from './hub';
import { ingestDeps } from './ingest-deps';
import { print } from './print';

/** One thing that was looked at, and what was found. */
interface Finding {
  check: string;
  ok: boolean;
  found: string;
}

/** `brandhub doctor`: proves what the hub promises of its own data; exits 1 when something is wrong. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('check the database, the roles, the runs, and that rollups equal facts')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      await withHub(async (hub) => {
        const findings = [
          await server(hub),
          await roles(hub),
          await protection(hub),
          await runs(hub),
          await pages(hub),
          await secrets(hub),
          await rollups(hub),
        ];
        print(
          findings,
          options,
          ['check', 'result', 'found'],
          findings.map(({ check, ok, found }) => [check, ok ? 'ok' : 'WRONG', found]),
        );
        if (findings.some(({ ok }) => !ok)) process.exitCode = EXIT.failed;
      });
    });
}

async function server(hub: Hub): Promise<Finding> {
  const [row] = await hub.session((session) =>
    session.query<{ number: number }>(`SELECT current_setting('server_version_num')::integer AS number`),
  );
  const number = row?.number ?? 0;
  return { check: 'PostgreSQL 15 or later', ok: number >= 150_000, found: `${Math.floor(number / 10_000)}.${number % 100}` };
}

async function roles(hub: Hub): Promise<Finding> {
  const [row] = await hub.session((session) =>
    session.query<{ name: string; above: boolean; owns: boolean }>(
      `SELECT r.rolname AS name, r.rolsuper OR r.rolbypassrls AS above, EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid) AS owns
       FROM pg_roles r WHERE r.rolname = current_user`,
    ),
  );
  const ok = row !== undefined && !row.above && !row.owns;
  return { check: 'the application owns nothing and is bound by row-level security', ok, found: `role ${row?.name}` };
}

async function protection(hub: Hub): Promise<Finding> {
  const open = await hub.session((session) =>
    session.query<{ name: string }>(
      `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'workspace_id' AND NOT a.attisdropped
       WHERE c.relkind IN ('r', 'p') AND c.relnamespace::regnamespace::text IN ('hub', 'fact', 'rollup') AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`,
    ),
  );
  return {
    check: 'every workspace table is under forced row-level security',
    ok: open.length === 0,
    found: open.map(({ name }) => name).join(' '),
  };
}

async function runs(hub: Hub): Promise<Finding> {
  const [row] = await hub.session((session) =>
    session.query<{ all: number; wrong: number }>(
      `SELECT count(*)::integer AS all, count(*) FILTER (WHERE records <> inserted + revised + unchanged + quarantined)::integer AS wrong FROM hub.ingest_run`,
    ),
  );
  return { check: 'every record of every run is accounted for', ok: row?.wrong === 0, found: `${row?.all} runs` };
}

async function pages(hub: Hub): Promise<Finding> {
  const [row] = await hub.session((session) =>
    session.query<{ waiting: number }>(
      `SELECT count(*)::integer AS waiting FROM hub.raw_page p JOIN hub.ingest_run r ON r.workspace_id = p.workspace_id AND r.id = p.run_id
       WHERE p.promoted_at IS NULL AND r.status = 'SUCCEEDED'`,
    ),
  );
  return { check: 'no landed page was left behind by a run that succeeded', ok: row?.waiting === 0, found: `${row?.waiting} waiting` };
}

async function secrets(hub: Hub): Promise<Finding> {
  const check = 'the key opens the credentials of every source';
  try {
    const sources = await hub.session((session) => listSources(session, ingestDeps(hub)));
    return { check, ok: true, found: `${sources.length} sources` };
  } catch (error) {
    return { check, ok: false, found: (error as Error).message };
  }
}

async function rollups(hub: Hub): Promise<Finding> {
  const faults = await hub.session((session) => checkRollups(session), { snapshot: true });
  return { check: 'rollups equal facts', ok: faults.length === 0, found: faults.length === 0 ? '' : JSON.stringify(faults.slice(0, 5)) };
}
