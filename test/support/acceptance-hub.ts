import { createHash, randomBytes } from 'node:crypto';
import { Client, types } from 'pg';
import type { DataSource } from 'typeorm';
import { type Connectors, loadConnectors } from '../../ingest/load-connectors';
import { pullNow } from '../../ingest/pull-now';
import type { IngestDeps } from '../../ingest/run-pull';
import type { RunEnd } from '../../ingest/runs';
import { type Sandbox, type SandboxSource, sandboxSources, startSandbox, WORLD_BRANDS } from '../../ingest/sandbox/sandbox';
import { createSource } from '../../ingest/sources';
import { applicationDataSource } from '../../ormconfig';
import { inWorkspace } from '../../src/database/session';
import type { Day } from '../../src/lib/day';
import { createLog } from '../../src/lib/log';
import { newKey } from '../../src/lib/seal';
import { type RunningServer, startServer } from '../../src/server';
import { type TestDatabase, testDatabase } from './database';
import { type FakeClock, fakeClock } from './ingest-clock';

/** Days to pull; both absent: what is due. */
export interface Days {
  from?: Day;
  to?: Day;
}

/** What a hub under test is made of. The default workspace gets the world's brands and those sources of the sandbox whose key fits. */
export interface AcceptanceOptions {
  today: Day;
  sources: (source: SandboxSource) => boolean;
}

// biome-ignore lint/suspicious/noExplicitAny: data is whatever the query asked for.
export type Data = any;

const INT8 = 20;
const DATE = 1082;
const exactTypes = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === INT8) return BigInt;
    if (oid === DATE) return (text: string) => text;
    return types.getTypeParser(oid as never, format as never);
  },
};

/**
 * The whole product in one place: the sandbox's platforms, the pipeline, a database of its own, and the API over HTTP; all on one fixed day.
 * `sql` is what an analyst with every right asks the database directly: it knows nothing of our metrics.
 */
export class AcceptanceHub {
  readonly clock: FakeClock;
  private constructor(
    readonly sandbox: Sandbox,
    readonly test: TestDatabase,
    readonly database: DataSource,
    readonly key: Buffer,
    readonly connectors: Connectors,
    private readonly analyst: Client,
    private today: Day,
  ) {
    this.clock = fakeClock(noon(today));
  }

  private server: RunningServer | undefined;

  static async open({ today, sources }: AcceptanceOptions): Promise<AcceptanceHub> {
    const [sandbox, test] = await Promise.all([startSandbox({ today }), testDatabase()]);
    const database = await applicationDataSource(test.appUrl, { poolSize: 6 }).initialize();
    const analyst = new Client({ connectionString: test.superuserUrl, types: exactTypes });
    await analyst.connect();
    const hub = new AcceptanceHub(sandbox, test, database, newKey(), loadConnectors(), analyst, today);
    await hub.connect(1, sources);
    return hub;
  }

  /** Gives a workspace the world's brands and sources of the sandbox. */
  async connect(workspaceId: number, chosen: (source: SandboxSource) => boolean): Promise<void> {
    await inWorkspace(this.database, workspaceId, async (session) => {
      for (const { key, names, own, aliases, excludes } of WORLD_BRANDS) {
        await session.execute(
          'INSERT INTO hub.brand (workspace_id, key, name, names, own, aliases, excludes) VALUES ($1, $2, $3, $4, $5, $6, $7)',
          [workspaceId, key, names.en, names, own, aliases, excludes],
        );
      }
    });
    await this.addSources(workspaceId, chosen);
  }

  /** Gives a workspace sources of the sandbox; the brands that they belong to must be there. */
  async addSources(workspaceId: number, chosen: (source: SandboxSource) => boolean): Promise<void> {
    const { connectors, key, sandbox } = this;
    await inWorkspace(this.database, workspaceId, async (session) => {
      for (const { mount: _, ...source } of sandboxSources(sandbox.url).filter(chosen)) {
        await createSource(session, { connectors, key }, source);
      }
    });
  }

  /** What pulls need; the waits of rate limits and retries pass at once. */
  get deps(): IngestDeps {
    const { database, connectors, key, clock } = this;
    return { database, connectors, key, clock, log: createLog('silent'), random: () => 0.5, timeoutMs: 60_000 };
  }

  /** Pulls one source by its key and returns its run's row. */
  async pull(sourceKey: string, days: Days = {}, workspaceId = 1): Promise<{ runId: number; end: RunEnd; run: Data }> {
    const { runId, end } = await pullNow(this.deps, { workspaceId, sourceKey, ...days });
    const [run] = await this.sql('SELECT * FROM hub.ingest_run WHERE id = $1', [runId]);
    return { runId, end: end as RunEnd, run };
  }

  /** Pulls every source of a workspace; throws when one does not succeed. */
  async pullAll(days: Days = {}, workspaceId = 1): Promise<void> {
    const sources = await this.sql<{ key: string }>('SELECT key FROM hub.source WHERE workspace_id = $1 ORDER BY id', [workspaceId]);
    for (const { key } of sources) {
      const { end } = await this.pull(key, days, workspaceId);
      if (end.status !== 'SUCCEEDED') throw new Error(`${key}: ${end.status}: ${end.error}`);
    }
  }

  /** The calendar of the platforms, of the pipeline and of the API moves to another day. */
  goTo(day: Day): void {
    this.sandbox.setToday(day);
    this.clock.set(noon(day));
    this.today = day;
  }

  /** Rows of plain SQL as superuser: whole numbers as bigint, numerics as decimal text, days as text. */
  async sql<T extends object = Data>(text: string, parameters: unknown[] = []): Promise<T[]> {
    return (await this.analyst.query(text, parameters)).rows as T[];
  }

  /** Starts the API, or says where it is. */
  async url(): Promise<string> {
    this.server ??= await startServer({
      database: this.database,
      config: { host: '127.0.0.1', port: 0, oidc: null, now: () => new Date(noon(this.today)) },
      log: createLog('error'),
      listenUrl: this.test.appUrl,
    });
    return this.server.url;
  }

  /** Asks the API over HTTP and returns the data; throws when there are errors. */
  async ask(query: string, variables: Record<string, unknown> = {}, key?: string): Promise<Data> {
    const { data, errors } = await this.post(query, variables, key);
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  }

  /** Asks the API over HTTP and returns the body. */
  async post(query: string, variables: Record<string, unknown> = {}, key?: string): Promise<Data> {
    const response = await fetch(`${await this.url()}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
      body: JSON.stringify({ query, variables }),
    });
    return response.json();
  }

  /** Makes an API key of a workspace as `brandhub key create` does: only its hash is stored. */
  async apiKey(workspaceId: number, role = 'admin'): Promise<string> {
    const key = `bhk_${randomBytes(32).toString('base64url')}`;
    await this.sql('INSERT INTO hub.api_key (workspace_id, name, role, prefix, sha256) VALUES ($1, $2, $3, $4, $5)', [
      workspaceId,
      `key ${workspaceId}`,
      role,
      key.slice(0, 10),
      createHash('sha256').update(key).digest(),
    ]);
    return key;
  }

  async close(): Promise<void> {
    await this.server?.close();
    await this.analyst.end();
    await this.database.destroy();
    await this.test.drop();
    await this.sandbox.close();
  }
}

/** Noon in UTC: the same day at every platform of the sandbox. */
function noon(day: Day): string {
  return `${day}T12:00:00Z`;
}
