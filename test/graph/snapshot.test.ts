import { setTimeout as pause } from 'node:timers/promises';
import type { Session } from '../../src/database/session';
import { Snapshot } from '../../src/graph/snapshot';
import { type ServerUnderTest, serverUnderTest } from './running-server';

describe('the instant of an operation', () => {
  let server: ServerUnderTest;
  beforeAll(async () => {
    server = await serverUnderTest();
  });
  afterAll(() => server.close());

  const workspaceOf = async (session: Session) =>
    (await session.query<{ id: string }>(`SELECT current_setting('hub.workspace') AS id`))[0]?.id;

  it('is one for all that is read', async () => {
    const snapshot = new Snapshot(server.database, 1, 5_000);
    const count = () => snapshot.read(async (session) => (await session.query('SELECT id FROM hub.brand')).length);
    expect(await count()).toBe(0);
    await server.run(`INSERT INTO hub.brand (workspace_id, key, name) VALUES (1, 'late', 'Late')`);
    expect(await count()).toBe(0);
    await snapshot.close();
  });

  it('is over once it is closed: what was asked before is read, and nothing that is asked after, since the connection is another workspace’s by then', async () => {
    const other = await server.workspace('other');
    const snapshot = new Snapshot(server.database, 1, 5_000);
    const before = snapshot.read(async (session) => {
      await pause(30);
      return workspaceOf(session);
    });
    const queued = snapshot.read(workspaceOf);
    const closed = snapshot.close();
    await expect(snapshot.read(workspaceOf)).rejects.toThrow('nobody waits for the answer any more');
    expect(await Promise.all([before, queued])).toEqual(['1', '1']);
    await closed;
    const next = new Snapshot(server.database, other, 5_000);
    expect(await next.read(workspaceOf)).toBe(String(other));
    await expect(snapshot.read(workspaceOf)).rejects.toThrow('nobody waits for the answer any more');
    await next.close();
  });
});
