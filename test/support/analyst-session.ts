import { Client, type QueryResultRow } from 'pg';
import { createAnalyst, revokeAnalyst } from '../../src/database/analysts';
import type { TestDatabase } from './database';

/** A connection of an analyst of a workspace, made by the product's own command. */
export interface AnalystSession {
  readonly login: string;
  readonly id: number;
  rows<T extends QueryResultRow = Record<string, unknown>>(sql: string): Promise<T[]>;
  close(): Promise<void>;
}

/** Logs in as a new analyst of a workspace. */
export async function analystSession(test: Pick<TestDatabase, 'ownerUrl'>, workspaceId: number): Promise<AnalystSession> {
  const { connectionString, login, id } = await createAnalyst(test.ownerUrl, workspaceId, `analyst of ${workspaceId}`);
  const client = new Client({ connectionString });
  // A connection that the server cuts off is what some tests are about.
  client.on('error', () => undefined);
  await client.connect();
  return {
    login,
    id,
    rows: async <T extends QueryResultRow>(sql: string) => (await client.query<T>(sql)).rows,
    close: async () => {
      await client.end().catch(() => undefined);
      await revokeAnalyst(test.ownerUrl, workspaceId, id);
    },
  };
}
