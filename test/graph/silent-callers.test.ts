import { execFileSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import fs from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { applicationDataSource } from '../../ormconfig';
import { CallerLookup } from '../../src/graph/caller-lookup';
import type { TestDatabase } from '../support/database';
import { notedStatements } from '../support/noted-statements';
import { quietDatabase } from '../support/quiet-database';
import { until } from '../support/until';

const DEFAULT = { workspaceKey: 'default' };
const CURRENCIES = ['CNY', 'EUR', 'USD', 'JPY'];

describe('whoever was found before, where writes can be heard', () => {
  let made: TestDatabase;
  let database: DataSource;
  let lookup: CallerLookup;
  let writer: Client;
  let sent: (string | undefined)[];

  beforeAll(async () => {
    made = await quietDatabase();
    database = await applicationDataSource(made.appUrl).initialize();
    writer = new Client({ connectionString: made.superuserUrl });
    await writer.connect();
    sent = notedStatements();
  }, 60_000);

  beforeEach(async () => {
    lookup = new CallerLookup(database);
    await silence();
  });

  afterEach(async () => {
    await lookup.close();
    await writer.query(`UPDATE hub.workspace SET reporting_currency = 'CNY' WHERE id = 1`);
  });

  afterAll(async () => {
    jest.restoreAllMocks();
    await writer.end();
    await database.destroy();
    await made.drop();
  });

  const setCurrency = (currency: string) => writer.query('UPDATE hub.workspace SET reporting_currency = $1 WHERE id = 1', [currency]);
  const currency = async () => (await lookup.find(DEFAULT))?.currency;
  /** Whether a caller is found without a statement. */
  const isSilent = async () => {
    sent.length = 0;
    await lookup.find(DEFAULT);
    return sent.length === 0;
  };
  const silence = () => until(isSilent);

  it('is not asked for at all as long as nobody writes', async () => {
    const found = await lookup.find(DEFAULT);
    sent.length = 0;
    for (let i = 0; i < 20; i++) expect(await Promise.all([1, 2, 3].map(() => lookup.find(DEFAULT)))).toEqual([found, found, found]);
    expect(sent).toEqual([]);
  });

  it('is asked for when somebody has written, and after a while no more', async () => {
    await setCurrency('EUR');
    expect(await isSilent()).toBe(false);
    expect(await currency()).toBe('EUR');
    await silence();
    expect(await currency()).toBe('EUR');
  });

  it('is found anew by whoever asks before the event loop has heard of the change', async () => {
    const change = `const { Client } = require('pg');
      const client = new Client({ connectionString: process.argv[1] });
      client.connect().then(() => client.query("UPDATE hub.workspace SET reporting_currency = 'EUR' WHERE id = 1")).then(() => client.end());`;
    // The loop stands while the other process writes, and goes on to what is to be done at the end of a turn before it listens again.
    await writer.query('SELECT 1');
    execFileSync(process.execPath, ['-e', change, made.superuserUrl]);
    expect(await currency()).toBe('EUR');
  });

  it('is always who he is by then, whatever who changes him has given up', async () => {
    let silent = 0;
    for (let i = 0; i < 150; i++) {
      const expected = CURRENCIES[(i * i + 3 * i) % 4]!;
      await writer.query(`SET synchronous_commit = ${i % 3 === 0 ? 'off' : 'on'}`);
      await setCurrency(expected);
      expect(await currency()).toBe(expected);
      // Sometimes so long that it is silent when the next change comes.
      for (let more = 0; more < i % 7; more++) {
        sent.length = 0;
        expect(await currency()).toBe(expected);
        if (sent.length === 0) silent += 1;
        await pause(more * 3);
      }
      if (i % 29 === 0) await silence();
    }
    await writer.query('RESET synchronous_commit');
    expect(silent).toBeGreaterThan(20);
  });

  it('is found anew by whoever asks after a change was acknowledged, however many ask and change at once', async () => {
    let acknowledged = 0;
    let isOver = false;
    const change = async () => {
      for (let i = 1; i <= 60; i++) {
        await writer.query(`UPDATE hub.workspace SET time_zone = $1 WHERE id = 1`, [`Etc/GMT+${(i % 12) + 1}`]);
        acknowledged = i;
        await pause((i * 7) % 40);
      }
      isOver = true;
    };
    const zoneOf = (i: number) => `Etc/GMT+${(i % 12) + 1}`;
    const watch = async () => {
      while (!isOver) {
        const before = acknowledged;
        const zone = (await lookup.find(DEFAULT))?.timeZone;
        // What was acknowledged before the question, or has come since; the last may be seen before it is acknowledged.
        const since = Array.from({ length: acknowledged - before + 2 }, (_, i) => zoneOf(before + i));
        if (before > 0) expect(since).toContain(zone);
        await pause(0);
      }
    };
    await Promise.all([change(), watch(), watch(), watch()]);
    await writer.query(`UPDATE hub.workspace SET time_zone = 'Asia/Shanghai' WHERE id = 1`);
  });

  it('is asked for as long as somebody has written who is not yet seen', async () => {
    await writer.query('BEGIN');
    await setCurrency('EUR');
    // A write by somebody else ends the silence, and it does not begin again.
    await made.sql('CREATE TABLE IF NOT EXISTS written ()');
    await made.sql('DROP TABLE written');
    for (let i = 0; i < 40; i++) {
      expect(await currency()).toBe('CNY');
      await pause(5);
    }
    expect(await isSilent()).toBe(false);
    await writer.query('COMMIT');
    expect(await currency()).toBe('EUR');
  });

  it('is asked for when he expires by the clock alone', async () => {
    await writer.query(
      `INSERT INTO hub.api_key (workspace_id, name, role, prefix, sha256, expires_at)
       VALUES (1, 'soon over', 'viewer', 'bhk_000001', sha256('soon over'), now() + interval '1 hour')`,
    );
    for (let i = 0; i < 40; i++) {
      expect(await isSilent()).toBe(false);
      await pause(5);
    }
    await writer.query(`DELETE FROM hub.api_key WHERE name = 'soon over'`);
    await silence();
  });

  it('is asked for, and not found anew, where it may not write', async () => {
    const all = 'FUNCTION pg_logical_emit_message(boolean, text, text, boolean)';
    await writer.query(`REVOKE EXECUTE ON ${all} FROM PUBLIC`);
    const mute = new CallerLookup(database);
    for (let i = 0; i < 40; i++) {
      await mute.find(DEFAULT);
      await pause(5);
    }
    sent.length = 0;
    for (let i = 0; i < 40; i++) {
      await mute.find(DEFAULT);
      await pause(5);
    }
    await mute.close();
    await writer.query(`GRANT EXECUTE ON ${all} TO PUBLIC`);
    expect([...new Set(sent)]).toEqual(['confirm-callers']);
  });

  it('is asked for where a write of its own is not heard', async () => {
    const unheard = jest
      .spyOn(fs, 'watch')
      .mockImplementation(() => Object.assign(new EventEmitter(), { close: () => undefined }) as never);
    const deaf = new CallerLookup(database);
    for (let i = 0; i < 40; i++) {
      sent.length = 0;
      await deaf.find(DEFAULT);
      expect(sent).not.toEqual([]);
      await pause(5);
    }
    await deaf.close();
    unheard.mockRestore();
  });
});
