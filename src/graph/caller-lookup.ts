import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import type { Role } from '../../entities/tenancy/ApiKey';
import { connectionsBeside } from '../database/data-source';
import type { Session } from '../database/session';
import { TextQuery, type TextRow } from '../database/text-query';

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

/**
 * Statements under way at once: while one is asked the answers of the other are given, so that neither the database nor whoever asks stands still. The second goes out
 * when it asks for as many as the first: two of a few callers each would cost as much as two of many.
 */
const AT_ONCE = 2;

/** Callers that are remembered. */
const REMEMBERED = 1_000;

const NAME = 'find-callers';
const SQL = 'SELECT hash, key, workspace_id, time_zone, name, role, locked, currency, state FROM hub.find_callers($1, $2)';

/**
 * Looks callers up, all that wait together in one statement. Nobody joins a statement that was sent before he came, so that what he is told was so
 * after he came: a key that was revoked before is not found, and the state of the workspace holds every change that was acknowledged before.
 */
export class CallerLookup {
  private waiting: Waiting[] = [];
  /** Statements under way, the callers that they ask for, and whether it is about to be seen if there is another to send. */
  private statements = 0;
  private asked = 0;
  private isLooking = false;
  private readonly remembered = new LRUCache<string, FoundCaller>({ max: REMEMBERED });

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
      this.look();
    });
  }

  /** What was found the last time. It may have changed since. */
  recall(sought: Sought): FoundCaller | undefined {
    return this.remembered.get(nameOf(sought));
  }

  /** The same as `find` from within a session, as of its instant. */
  async findWithin(session: Session, sought: Sought): Promise<FoundCaller | undefined> {
    const [row] = (await session.texts(SQL, parametersOf([sought]), NAME)).rows;
    const found = row && foundIn(row);
    this.remember(sought, found);
    return found;
  }

  private remember(sought: Sought, found: FoundCaller | undefined): void {
    if (found) this.remembered.set(nameOf(sought), found);
    else this.remembered.delete(nameOf(sought));
  }

  /** Sends what waits when it is time to; whoever comes in the same turn of the loop comes along. */
  private look(): void {
    if (this.isLooking) return;
    this.isLooking = true;
    setImmediate(() => {
      this.isLooking = false;
      const { length } = this.waiting;
      if (length > 0 && length >= this.asked && this.statements < AT_ONCE) void this.askAll();
    });
  }

  private async askAll(): Promise<void> {
    const asking = this.waiting;
    this.waiting = [];
    this.statements += 1;
    this.asked += asking.length;
    await this.answer(asking);
    this.statements -= 1;
    this.asked -= asking.length;
    this.look();
  }

  private async answer(asking: readonly Waiting[]): Promise<void> {
    try {
      const rows = await this.rowsOf(asking.map(({ sought }) => sought));
      const found = new Map(rows.map((row) => [row[0] ?? ` ${row[1]}`, foundIn(row)]));
      for (const { sought, resolve } of asking) {
        const caller = found.get(nameOf(sought));
        this.remember(sought, caller);
        resolve(caller);
      }
    } catch (error) {
      for (const { reject } of asking) reject(error);
    }
  }

  private async rowsOf(sought: readonly Sought[]): Promise<readonly TextRow[]> {
    const client = await this.connections.connect();
    try {
      const asked = new TextQuery(SQL, parametersOf(sought), NAME);
      client.query(asked);
      const { rows } = await asked.answer;
      client.release();
      return rows;
    } catch (error) {
      client.release(error as Error);
      throw error;
    }
  }
}

/** What a row of {@link SQL} says. */
function foundIn([, , workspaceId, timeZone, name = null, role, locked, currency, state]: TextRow): FoundCaller {
  return {
    workspaceId: Number(workspaceId),
    timeZone: timeZone!,
    name,
    role: role as Role | null,
    locked: locked === 't',
    currency: currency!,
    state: state!,
  };
}

function parametersOf(sought: readonly Sought[]): [hashes: Buffer[], keys: string[]] {
  return [
    sought.flatMap((each) => ('hash' in each ? [each.hash] : [])),
    sought.flatMap((each) => ('workspaceKey' in each ? [each.workspaceKey] : [])),
  ];
}

/** As the row says it: PostgreSQL's text of a hash, or the key. */
function nameOf(sought: Sought): string {
  return 'hash' in sought ? `\\x${sought.hash.toString('hex')}` : ` ${sought.workspaceKey}`;
}
