import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { applicationDataSource } from '../../ormconfig';
import { inWorkspace, type Session } from '../../src/database/session';
import { CallerLookup } from '../../src/graph/caller-lookup';
import type { TestDatabase } from '../support/database';
import { notedStatements } from '../support/noted-statements';
import { quietDatabase } from '../support/quiet-database';

const DEFAULT = { workspaceKey: 'default' };

describe('whoever was found before', () => {
  let made: TestDatabase;
  let database: DataSource;
  let lookup: CallerLookup;
  let sent: (string | undefined)[];

  beforeAll(async () => {
    made = await quietDatabase();
    // Not by the socket: beside it writes can be heard, and less is asked.
    database = await applicationDataSource(Object.assign(new URL(made.appUrl), { search: '' }).href).initialize();
    sent = notedStatements();
  }, 60_000);

  beforeEach(async () => {
    lookup = new CallerLookup(database);
    await lookup.find(DEFAULT);
    await lookup.find(DEFAULT);
    sent.length = 0;
  });

  afterEach(() => lookup.close());

  afterAll(async () => {
    jest.restoreAllMocks();
    await database.destroy();
    await made.drop();
  });

  const setCurrency = (currency: string) => made.sql('UPDATE hub.workspace SET reporting_currency = $1 WHERE id = 1', [currency]);
  const currency = async () => (await lookup.find(DEFAULT))?.currency;
  const inSnapshot = <T>(work: (session: Session) => Promise<T>) => inWorkspace(database, 1, work, { snapshot: true });
  const newKey = async (seconds: number) => {
    const hash = randomBytes(32);
    await made.sql(
      `INSERT INTO hub.api_key (workspace_id, name, role, prefix, sha256, expires_at)
       VALUES (1, 'soon over', 'viewer', 'bhk_000000', $1, now() + make_interval(secs => $2))`,
      [hash, seconds],
    );
    return { hash };
  };

  it('is only confirmed as long as nobody writes', async () => {
    const found = await lookup.find(DEFAULT);
    expect(found).toMatchObject({ workspaceId: 1, currency: 'CNY' });
    expect(await Promise.all([1, 2, 3].map(() => lookup.find(DEFAULT)))).toEqual([found, found, found]);
    expect(sent).toEqual(['confirm-callers', 'confirm-callers']);
  });

  it('is found anew when somebody has written, whatever it was', async () => {
    await made.sql('CREATE TABLE written ()');
    await lookup.find(DEFAULT);
    expect(sent).toEqual(['confirm-callers', 'find-callers']);
  });

  it('is found at once where somebody writes between any two questions', async () => {
    for (let i = 0; i < 4; i++) {
      await made.sql('SELECT pg_current_xact_id()');
      await lookup.find(DEFAULT);
    }
    expect(sent).toEqual(['confirm-callers', 'find-callers', 'find-callers', 'find-callers', 'find-callers']);
  });

  it('is always who he is by then', async () => {
    let expected = 'CNY';
    for (let i = 0; i < 200; i++) {
      // By no rule that the look-ups could follow.
      if ((i * i) % 7 < 2) {
        expected = expected === 'CNY' ? 'EUR' : 'CNY';
        await setCurrency(expected);
      }
      expect(await currency()).toBe(expected);
    }
    await setCurrency('CNY');
    expect(sent.filter((name) => name === 'confirm-callers').length).toBeGreaterThan(50);
  });

  it('is not confirmed by a change that is not yet acknowledged, nor kept from one that is', async () => {
    await made.sql('BEGIN');
    await setCurrency('EUR');
    for (let i = 0; i < 3; i++) expect(await currency()).toBe('CNY');
    await made.sql('COMMIT');
    expect(await currency()).toBe('EUR');
    await setCurrency('CNY');
    expect(await currency()).toBe('CNY');
  });

  it('is nobody from the instant on at which the key expires, though nobody writes', async () => {
    const key = await newKey(2.5);
    for (let i = 0; i < 3; i++) expect(await lookup.find(key)).toMatchObject({ name: 'soon over' });
    expect(sent.at(-1)).toBe('confirm-callers');
    expect((await lookup.find(DEFAULT))?.locked).toBe(true);
    expect((await lookup.find(DEFAULT))?.locked).toBe(true);
    expect(sent.at(-1)).toBe('confirm-callers');
    await pause(2_600);
    expect(await lookup.find(key)).toBeUndefined();
    expect((await lookup.find(DEFAULT))?.locked).toBe(false);
  });

  it('is confirmed within a session as of its instant, and found there as he was at it', async () => {
    await inSnapshot(async (session) => {
      expect(lookup.isConfirmable(DEFAULT)).toBe(true);
      expect((await lookup.confirmWithin(session, DEFAULT))?.currency).toBe('CNY');
      await setCurrency('EUR');
      expect(await currency()).toBe('EUR');
      expect(await currency()).toBe('EUR');
      expect(lookup.isConfirmable(DEFAULT)).toBe(true);
      expect(await lookup.confirmWithin(session, DEFAULT)).toBeUndefined();
      expect((await lookup.findWithin(session, DEFAULT))?.currency).toBe('CNY');
      expect(await currency()).toBe('EUR');
    });
    await setCurrency('CNY');
  });

  it('is forgotten with the connection that told it: its server may have crashed, and have forgotten too', async () => {
    expect(lookup.recall(DEFAULT)).toBeDefined();
    await made.sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%find_callers%' AND pid <> pg_backend_pid()`);
    for (let i = 0; i < 100 && lookup.recall(DEFAULT); i++) await pause(20);
    expect(lookup.recall(DEFAULT)).toBeUndefined();
    expect(lookup.isConfirmable(DEFAULT)).toBe(false);
    expect(await currency()).toBe('CNY');
  });
});
