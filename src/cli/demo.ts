import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { shippedMappingText } from '../../ingest/files/shipped-mapping';
import { importFile } from '../../ingest/import-file';
import { writtenMapping } from '../../ingest/import-mappings';
import {
  answersFile,
  postsFile,
  rosterFile,
  type Sandbox,
  sandboxSources,
  settlementFile,
  startSandbox,
} from '../../ingest/sandbox/sandbox';
import { createSource, listSources, updateSource } from '../../ingest/sources';
import { METRICS } from '../metrics/registry';
import { parseRosterFile } from '../metrics/roster/roster-file';
import { saveRoster } from '../metrics/roster/save-roster';
import { importPlan } from '../plan/import-plan';
import { parsePlanFile } from '../plan/plan-file';
import { readGoals } from '../plan/read-goals';
import type { Hub } from './hub';
import { ingestDeps } from './ingest-deps';

/** The demo world behind a hub that has nothing of its own. */
export interface Demo {
  /** Whether this start made it: its two years are then still to be pulled. */
  isNew: boolean;
  close(): Promise<void>;
}

/** Compiled code lies one folder deeper than its source. */
const EXAMPLE_PLAN =
  ['../..', '../../..'].map((root) => path.join(__dirname, root, 'docs/examples/annual-plan.yaml')).find(existsSync) ?? '';

/** Starts the sandbox when the hub is empty, or has the sandbox's sources; null when it has sources, files or a plan of its own. */
export async function openDemo(hub: Hub): Promise<Demo | null> {
  const known = await hub.session((session) => listSources(session, ingestDeps(hub)));
  const ofSandbox = known.filter(({ config }) => /^http:\/\/127\.0\.0\.1:\d+\//.test(String(config.baseUrl)));
  const isNew = ofSandbox.length === 0;
  // The demo brings a plan, which would take the place of one that is there.
  if (isNew && (known.length > 0 || (await hub.session(readGoals)).length > 0)) return null;
  const sandbox = await startSandbox();
  const sources = sandboxSources(sandbox.url);
  try {
    if (isNew) {
      await connect(hub, sources);
      await loadFiles(hub, sandbox);
    }
    // The sandbox listens on another port at each start.
    else await readdress(hub, sources, new Set(ofSandbox.map(({ key }) => key)));
  } catch (error) {
    await sandbox.close();
    throw error;
  }
  return { isNew, close: () => (sandbox satisfies Sandbox).close() };
}

async function connect(hub: Hub, sources: ReturnType<typeof sandboxSources>): Promise<void> {
  const plan = parsePlanFile(readFileSync(EXAMPLE_PLAN, 'utf8'), { file: path.basename(EXAMPLE_PLAN), today: hub.today, metrics: METRICS });
  const deps = ingestDeps(hub);
  await hub.session(async (session) => {
    await importPlan(session, plan, { now: new Date() });
    for (const { mount: _, ...source } of sources) await createSource(session, deps, source);
  });
}

/** What the company keeps in files of its own: who its creators are, what it bought of them, their accounts, and what answer engines said. */
async function loadFiles(hub: Hub, { world, today }: Sandbox): Promise<void> {
  const { seed } = world;
  const roster = rosterFile(today());
  await hub.session((session) => saveRoster(session, parseRosterFile(roster.text, roster.name)));
  const folder = await mkdtemp(path.join(tmpdir(), 'brandhub-demo-'));
  try {
    for (const [mapping, { name, text }] of [
      ['creator-posts', postsFile(seed, today())],
      ['settlement-lines', settlementFile(seed, today())],
      ['answer-runs', answersFile(seed, today())],
    ] as const) {
      await writeFile(path.join(folder, name), text);
      const written = writtenMapping(shippedMappingText(mapping));
      await importFile(hub.database, { workspaceId: hub.workspace.id, path: path.join(folder, name), ...written, brand: 'verdane' });
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function readdress(hub: Hub, sources: ReturnType<typeof sandboxSources>, keys: Set<string>): Promise<void> {
  const deps = ingestDeps(hub);
  await hub.session(async (session) => {
    for (const { key, config, privateHosts } of sources)
      if (keys.has(key)) await updateSource(session, deps, key, { config, privateHosts });
  });
}
