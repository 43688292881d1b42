import { LRUCache } from 'lru-cache';
import type { Pool, PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import type { Role } from '../../entities/tenancy/ApiKey';
import { connectionsBeside } from '../database/data-source';
import type { Session } from '../database/session';
import { TextQuery, type TextRow } from '../database/text-query';
import { WriteWatch, wholeTurn } from '../database/write-watch';

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

/** A caller as he was found, at which instant, and until when nothing but a change makes him another: PostgreSQL's text of a time. */
interface Remembered {
  readonly found: FoundCaller;
  readonly at: string | null;
  readonly goodUntil: string;
}

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

/**
 * The instant of a statement: which transactions it sees, and of which server. The same text means the same rows. A server that follows another does not tell which it sees, and
 * null is no instant.
 */
const INSTANT = 'CASE WHEN NOT pg_is_in_recovery() THEN concat(pg_current_snapshot(), pg_postmaster_start_time()) END';
const FIND = {
  name: 'find-callers',
  sql: `SELECT hash, key, workspace_id, time_zone, name, role, locked, currency, state, good_until, ${INSTANT} FROM hub.find_callers($1, $2)`,
};
/** Whether callers that were found before would be found to be the same: they are when the instant is the one of then. It reads no table. */
const CONFIRM = { name: 'confirm-callers', sql: `SELECT ${INSTANT}, now() < ALL ($1::timestamptz[])` };

type Ask = (sql: string, parameters: unknown[], name: string) => Promise<readonly TextRow[]>;

/**
 * Looks callers up, all that wait together in one statement. Nobody joins a statement that was sent before he came, so that what he is told was so
 * after he came: a key that was revoked before is not found, and the state of the workspace holds every change that was acknowledged before.
 * As long as nobody writes to the database, callers that were found before are only confirmed, and where writes can be heard nothing is asked at all.
 */
export class CallerLookup {
  private waiting: Waiting[] = [];
  /** Statements under way, the callers that they ask for, and whether it is about to be seen if there is another to send. */
  private statements = 0;
  private asked = 0;
  private isLooking = false;
  private readonly remembered = new LRUCache<string, Remembered>({ max: REMEMBERED });
  /** At which instant callers were found last; whether those before were found at the same: where somebody writes all the time there is nothing to confirm. */
  private lastFound: string | null = null;
  private isStill = false;
  /** Where writes can be heard: the stillness in which callers were found to be the same as those that were found last. */
  private readonly writes: WriteWatch | undefined;
  private stillness: object | undefined;

  private readonly connections: Pool;
  /** Connections on which nothing is asked; they are not given back to the pool, as they are taken again at once. */
  private readonly free: PoolClient[] = [];
  private isClosed = false;

  constructor(database: DataSource) {
    // Requests that hold every other connection must not keep out who comes next. One more is for what the watch of writes asks.
    this.connections = connectionsBeside(database, AT_ONCE + 1);
    this.writes = WriteWatch.of((database.options as { url?: string }).url ?? '');
    // A server that crashed may have forgotten what it had told.
    this.connections.on('remove', () => this.remembered.clear());
    this.connections.on('connect', (client) => client.once('end', () => this.lose(client as PoolClient)));
  }

  close(): Promise<void> {
    this.isClosed = true;
    this.writes?.close();
    for (const client of this.free.splice(0)) client.release();
    return this.connections.end();
  }

  /** Of one on which something is asked, whoever asks hears. */
  private lose(client: PoolClient): void {
    const at = this.free.indexOf(client);
    if (at < 0) return;
    this.free.splice(at, 1);
    client.release(true);
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
    return this.remembered.get(nameOf(sought))?.found;
  }

  /** Whether to confirm who was found the last time is likely to be enough. */
  isConfirmable(sought: Sought): boolean {
    return this.confirmable([sought]) !== undefined;
  }

  /** The same as `find` from within a session, as of its instant; undefined, too, where who was found the last time is not confirmed. */
  async confirmWithin(session: Session, sought: Sought): Promise<FoundCaller | undefined> {
    const known = this.confirmable([sought]);
    return known && (await this.confirm(known, within(session))) ? known[0]?.found : undefined;
  }

  /** The same as `find` from within a session, as of its instant. */
  async findWithin(session: Session, sought: Sought): Promise<FoundCaller | undefined> {
    return (await this.findAll([sought], within(session)))[0];
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
      const sought = asking.map((each) => each.sought);
      const known = this.confirmable(sought);
      const isSame = known && ((await this.isSilent(known)) || (await this.isConfirmed(known)));
      const found = isSame ? known.map((each) => each.found) : await this.findAll(sought, this.ask);
      for (const [at, { resolve }] of asking.entries()) resolve(found[at]);
    } catch (error) {
      for (const { reject } of asking) reject(error);
    }
  }

  /** What is remembered of callers, where all were found at the instant at which callers were found last and there is a chance that it is the present one. */
  private confirmable(sought: readonly Sought[]): readonly Remembered[] | undefined {
    if (!this.isStill) return undefined;
    const known: Remembered[] = [];
    for (const each of sought) {
      const remembered = this.remembered.get(nameOf(each));
      if (remembered?.at !== this.lastFound) return undefined;
      known.push(remembered);
    }
    return known;
  }

  private async confirm(known: readonly Remembered[], ask: Ask): Promise<boolean> {
    const { at } = known[0]!;
    const [[instant = null, isGood] = []] = await ask(CONFIRM.sql, [[...new Set(known.map(({ goodUntil }) => goodUntil))]], CONFIRM.name);
    if (instant !== at) this.isStill = false;
    return instant === at && isGood === 't';
  }

  /** Whether the database finds callers to be the same; what is still then says so from now on. */
  private async isConfirmed(known: readonly Remembered[]): Promise<boolean> {
    const stillness = this.writes?.stillness;
    if (!(await this.confirm(known, this.ask))) return false;
    if (known[0]?.at === this.lastFound) this.stillness = stillness;
    return true;
  }

  /** Whether callers are found to be the same without asking the database: they were, and nothing has been written since. It is asked all the same of whoever expires by the clock. */
  private async isSilent(known: readonly Remembered[]): Promise<boolean> {
    const { writes } = this;
    if (!writes) return false;
    const { stillness } = writes;
    // Listening costs a statement, and is for later.
    if (stillness === undefined) void writes.settle(async (sql, name) => (await this.ask(sql, [], name))[0]?.[0] === 't');
    if (stillness === undefined || stillness !== this.stillness || known.some(({ goodUntil }) => goodUntil !== 'infinity')) return false;
    await wholeTurn();
    return stillness === writes.stillness;
  }

  private async findAll(sought: readonly Sought[], ask: Ask): Promise<(FoundCaller | undefined)[]> {
    const rows = await ask(FIND.sql, parametersOf(sought), FIND.name);
    const found = new Map(rows.map((row) => [row[0] ?? ` ${row[1]}`, rememberedFrom(row)]));
    const [first] = found.values();
    if (first) {
      this.isStill = first.at !== null && first.at === this.lastFound;
      this.lastFound = first.at;
    }
    return sought.map((each) => {
      const name = nameOf(each);
      const remembered = found.get(name);
      if (remembered) this.remembered.set(name, remembered);
      else this.remembered.delete(name);
      return remembered?.found;
    });
  }

  private readonly ask: Ask = async (sql, parameters, name) => {
    const client = this.free.pop() ?? (await this.connections.connect());
    try {
      const query = new TextQuery(sql, parameters, name);
      client.query(query);
      const { rows } = await query.answer;
      if (this.isClosed) client.release();
      else this.free.push(client);
      return rows;
    } catch (error) {
      client.release(error as Error);
      throw error;
    }
  };
}

/** Asks from within a session. */
function within(session: Session): Ask {
  return async (sql, parameters, name) => (await session.texts(sql, parameters, name)).rows;
}

/** What a row of {@link FIND} says. */
function rememberedFrom([, , workspaceId, timeZone, name = null, role, locked, currency, state, goodUntil, at]: TextRow): Remembered {
  const found = {
    workspaceId: Number(workspaceId),
    timeZone: timeZone!,
    name,
    role: role as Role | null,
    locked: locked === 't',
    currency: currency!,
    state: state!,
  };
  return { found, at: at ?? null, goodUntil: goodUntil! };
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
