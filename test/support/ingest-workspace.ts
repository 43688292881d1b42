import type { DataSource } from 'typeorm';
import { land } from '../../ingest/land';
import { checkRows, type GivenRows, type Promotion, promotePage, type Reject } from '../../ingest/promote';
import type { RunHold } from '../../ingest/run-hold';
import { claimRun, createRun, type PageCounts } from '../../ingest/runs';
import { applicationDataSource } from '../../ormconfig';
import { inWorkspace } from '../../src/database/session';
import { type TestDatabase, testDatabase } from './database';

/** A database with one workspace, two brands and one source, as the application sees it. */
export interface IngestWorkspace {
  readonly test: TestDatabase;
  readonly database: DataSource;
  readonly workspaceId: number;
  readonly sourceId: number;
  /** Rows of one query in the workspace. */
  rows<T extends object = Record<string, unknown>>(sql: string, parameters?: unknown[]): Promise<T[]>;
  /** A run that this process holds; runs that were held before count as ended, as a source has one at a time. */
  startRun(sourceId?: number): Promise<RunHold>;
  close(): Promise<void>;
}

/** Makes an {@link IngestWorkspace}; close it in afterAll. */
export async function ingestWorkspace(): Promise<IngestWorkspace> {
  const test = await testDatabase();
  const database = await applicationDataSource(test.appUrl).initialize();
  const workspaceId = 1;
  const rows = <T extends object>(sql: string, parameters: unknown[] = []) =>
    inWorkspace(database, workspaceId, (session) => session.query<T>(sql, parameters));
  await rows(`INSERT INTO hub.brand (workspace_id, key, name, own) VALUES (1, 'lumen', 'Lumen', true), (1, 'other', 'Other', false)`);
  const [source] = await rows<{ id: number }>(
    `INSERT INTO hub.source (workspace_id, key, name, connector, schedule, time_zone) VALUES (1, 'ads', 'Ads', 'test', '', 'UTC') RETURNING id`,
  );
  const sourceId = source!.id;
  return {
    test,
    database,
    workspaceId,
    sourceId,
    rows,
    async startRun(of = sourceId) {
      await rows(`UPDATE hub.ingest_run SET status = 'SUCCEEDED' WHERE status = 'RUNNING' RETURNING id`);
      const runId = await inWorkspace(database, workspaceId, (session) => createRun(session, { sourceId: of }));
      return (await claimRun(database, workspaceId, runId!, 'test'))!;
    },
    async close() {
      await database.destroy();
      await test.drop();
    },
  };
}

/** Lands a page of the run with any body and promotes the given rows from it; each row is a record of its own unless `records` says more. */
export async function loadPage(
  workspace: IngestWorkspace,
  run: RunHold,
  seq: number,
  page: Pick<Promotion, 'fact'> &
    Partial<Pick<Promotion, 'records' | 'posts' | 'cursor' | 'position'>> & { rows: GivenRows; rejects?: Reject[] },
): Promise<PageCounts> {
  const records = page.records ?? page.rows.map((_, at) => `{"at":${at}}`);
  const body = Buffer.from(JSON.stringify(records));
  const request = { url: `test:${seq}` };
  const landed = await land(workspace.database, run, {
    stream: 'test',
    seq,
    request,
    status: 200,
    headers: {},
    body,
    fetchedAt: new Date(),
  });
  const { fact, rows, rejects = [], ...more } = page;
  const promotion = { run, page: { id: landed.id, stream: 'test' }, fact, position: { seq: seq + 1 }, ...more, records };
  return promotePage(workspace.database, promotion, checkRows(fact, rows, rejects));
}
