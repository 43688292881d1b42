import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Sandbox, type SandboxSource, sandboxSources, startSandbox } from '../../ingest/sandbox/sandbox';
import { createSource, listSources, updateSource } from '../../ingest/sources';
import { METRICS } from '../metrics/registry';
import { importPlan } from '../plan/import-plan';
import { parsePlanFile } from '../plan/plan-file';
import type { Hub } from './hub';
import { ingestDeps } from './ingest-deps';

/** The demo world behind a hub that has no sources of its own. */
export interface Demo {
  /** Whether this start made it: its two years are then still to be pulled. */
  isNew: boolean;
  close(): Promise<void>;
}

const EXAMPLE_PLAN = path.join(__dirname, '../../../docs/examples/annual-plan.yaml');

/** Starts the sandbox when the hub has no source, or has the sandbox's; null when it has sources of its own. */
export async function openDemo(hub: Hub): Promise<Demo | null> {
  const known = await hub.session((session) => listSources(session, ingestDeps(hub)));
  const pulled = known.filter((source) => source.schedule !== '');
  const ofSandbox = pulled.filter(({ config }) => /^http:\/\/127\.0\.0\.1:\d+\//.test(String(config.baseUrl)));
  if (pulled.length > 0 && ofSandbox.length === 0) return null;
  const sandbox = await startSandbox();
  const sources = sandboxSources(sandbox.url);
  if (pulled.length === 0) await connect(hub, sources);
  // The sandbox listens on another port at each start.
  else await readdress(hub, sources, new Set(ofSandbox.map(({ key }) => key)));
  return { isNew: pulled.length === 0, close: () => (sandbox satisfies Sandbox).close() };
}

async function connect(hub: Hub, sources: SandboxSource[]): Promise<void> {
  const plan = parsePlanFile(readFileSync(EXAMPLE_PLAN, 'utf8'), { file: path.basename(EXAMPLE_PLAN), today: hub.today, metrics: METRICS });
  const deps = ingestDeps(hub);
  await hub.session(async (session) => {
    await importPlan(session, plan, { now: new Date() });
    for (const { mount: _, ...source } of sources) await createSource(session, deps, source);
  });
}

async function readdress(hub: Hub, sources: SandboxSource[], keys: Set<string>): Promise<void> {
  const deps = ingestDeps(hub);
  await hub.session(async (session) => {
    for (const { key, config } of sources) if (keys.has(key)) await updateSource(session, deps, key, { config });
  });
}
