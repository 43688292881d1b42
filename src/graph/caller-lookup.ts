import { setImmediate } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import type { Role } from '../../entities/tenancy/ApiKey';
import { connectionsBeside } from '../database/data-source';

/** What the database knows of a caller: whose API key it is, or only that there is a workspace. */
export interface FoundCaller {
  readonly workspaceId: number;
  readonly timeZone: string;
  /** Of the API key; null where a workspace was looked for. */
  readonly name: string | null;
  readonly role: Role | null;
  /** Whether any API key is in force. */
  readonly locked: boolean;
  /** The workspace's reporting currency. */
  readonly currency: string;
  /** The same text as long as nothing has changed from which an answer follows. */
  readonly state: string;
}

/** The hash of an API key, or the key of a workspace. */
export type Sought = { readonly hash: Buffer } | { readonly workspaceKey: string };

interface Waiting {
  readonly sought: Sought;
  resolve(found: FoundCaller | undefined): void;
  reject(error: unknown): void;
}

interface Row extends FoundCaller {
  readonly hash: Buffer | null;
  readonly key: string | null;
}

/** Statements under way at once: while one is asked the answers of the other are given, so that neither the database nor whoever asks stands still. */
const AT_ONCE = 2;

const SQL = `SELECT hash, key, workspace_id AS "workspaceId", time_zone AS "timeZone", name, role, locked, currency, state
  FROM hub.find_callers($1, $2)`;

/**
 * Looks callers up, all that wait together in one statement. Nobody joins a statement that was sent before he came, so that what he is told was so
 * after he came: a key that was revoked before is not found, and the state of the workspace holds every change that was acknowledged before.
 */
export class CallerLookup {
  private waiting: Waiting[] = [];
  private asking = 0;

  private readonly connections: Pool;

  constructor(database: DataSource) {
    // Requests that hold every other connection must not keep out who comes next.
    this.connections = connectionsBeside(database, AT_ONCE);
  }

  close(): Promise<void> {
    return this.connections.end();
  }

  /** Undefined where there is no such key in force, or no such workspace. */
  find(sought: Sought): Promise<FoundCaller | undefined> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ sought, resolve, reject });
      if (this.asking < AT_ONCE) void this.askAll();
    });
  }

  private async askAll(): Promise<void> {
    this.asking += 1;
    while (this.waiting.length > 0) {
      // Whoever comes in the same turn of the loop comes along.
      await setImmediate();
      const asking = this.waiting;
      this.waiting = [];
      if (asking.length > 0) await this.answer(asking);
    }
    this.asking -= 1;
  }

  private async answer(asking: readonly Waiting[]): Promise<void> {
    try {
      const rows = await this.rowsOf(asking.map(({ sought }) => sought));
      const found = new Map(rows.map((row) => [row.hash ? row.hash.toString('latin1') : ` ${row.key}`, row]));
      for (const { sought, resolve } of asking) resolve(found.get(nameOf(sought)));
    } catch (error) {
      for (const { reject } of asking) reject(error);
    }
  }

  private async rowsOf(sought: readonly Sought[]): Promise<Row[]> {
    const hashes = sought.flatMap((each) => ('hash' in each ? [each.hash] : []));
    const keys = sought.flatMap((each) => ('workspaceKey' in each ? [each.workspaceKey] : []));
    return (await this.connections.query<Row>({ name: 'find-callers', text: SQL, values: [hashes, keys] })).rows;
  }
}

function nameOf(sought: Sought): string {
  return 'hash' in sought ? sought.hash.toString('latin1') : ` ${sought.workspaceKey}`;
}
