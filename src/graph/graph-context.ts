import DataLoader from 'dataloader';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import { inWorkspace, type Session } from '../database/session';
import { dayIn } from '../lib/day';
import type { SecretKey } from '../lib/seal';
import type { Asker } from '../metrics/question';
import type { Caller } from './caller';
import { Snapshot } from './snapshot';

/** Answers many keys in one statement: values in the order of the keys. Declared once; each operation gets its own cache of it. */
export type Batch<K, V> = (context: GraphContext, keys: readonly K[]) => Promise<ArrayLike<V | Error>>;

/** What every operation of a server shares. */
export interface Surroundings {
  database: DataSource;
  statementTimeoutMs: number;
  /** The present instant. */
  now: () => Date;
  /** The key that seals secrets; without it none can be kept. */
  secretKey?: SecretKey | undefined;
}

/** What an operation brings with it. */
export interface Asked {
  requestId: string;
  caller: Caller;
  locale: Asker['locale'];
  log: Logger;
  /** Asked at the operation's instant, before anything else. */
  first?: (session: Session) => void;
}

/** What resolvers work with: who asks, one instant of the workspace's rows, and loaders of this operation's own. */
export class GraphContext {
  readonly requestId: string;
  readonly caller: Caller;
  readonly locale: Asker['locale'];
  readonly log: Logger;
  /** What fields give that were read before they were asked, by their nodes in the document: the value in each object; undefined in one of which it was not read. */
  readonly foreseen = new Map<unknown, (source: never) => unknown>();
  private snapshot: Snapshot;
  private readonly surroundings: Surroundings;
  private readonly loaders = new Map<unknown, unknown>();
  private readonly asker: Asker;
  private closing: Promise<void> | undefined;

  constructor(surroundings: Surroundings, asked: Asked) {
    this.surroundings = surroundings;
    this.requestId = asked.requestId;
    this.caller = asked.caller;
    this.locale = asked.locale;
    this.log = asked.log;
    const { timeZone, currency } = asked.caller;
    this.asker = { today: dayIn(timeZone, surroundings.now()), locale: asked.locale, currency };
    this.snapshot = this.freshSnapshot(asked.first);
  }

  /** The key that seals what is secret. Throws when the server was given none. */
  get secretKey(): SecretKey {
    if (!this.surroundings.secretKey) throw new Error('the server has no key that seals secrets');
    return this.surroundings.secretKey;
  }

  /** The present instant. */
  now(): Date {
    return this.surroundings.now();
  }

  /** Reads from the operation's one instant; `asker` says which day it is in the workspace. Must not be called from within `work`. */
  read<T>(work: (session: Session, asker: Asker) => Promise<T>): Promise<T> {
    return this.snapshot.read((session) => work(session, this.asker));
  }

  /** Changes rows in a transaction of its own; what is read afterwards is read from a later instant. Mutations run one after the other. */
  async write<T>(work: (session: Session, asker: Asker) => Promise<T>): Promise<T> {
    const { database, statementTimeoutMs } = this.surroundings;
    await this.snapshot.close();
    try {
      return await inWorkspace(database, this.caller.workspaceId, async (session) => {
        await session.execute(`SET LOCAL statement_timeout = ${statementTimeoutMs}`);
        return work(session, this.asker);
      });
    } finally {
      this.loaders.clear();
      this.foreseen.clear();
      this.snapshot = this.freshSnapshot();
    }
  }

  /** The value of one key, fetched together with the others that are asked for in the same moment, once an operation. */
  load<K, V>(batch: Batch<K, V>, key: K): Promise<V> {
    const known = this.loaders.get(batch) as DataLoader<K, V> | undefined;
    const loader = known ?? new DataLoader<K, V>((keys) => batch(this, keys));
    if (!known) this.loaders.set(batch, loader);
    return loader.load(key);
  }

  /** Says what a field gives in some objects. Others of which that is said already stay as they are: where the field is in a fragment, several lists may show it. */
  foresee(node: unknown, give: (source: never) => unknown): void {
    const known = this.foreseen.get(node);
    this.foreseen.set(node, (source) => {
      const value = give(source);
      return value === undefined ? known?.(source) : value;
    });
  }

  private freshSnapshot(first?: Asked['first']): Snapshot {
    const { database, statementTimeoutMs } = this.surroundings;
    return new Snapshot(database, this.caller.workspaceId, statementTimeoutMs, first);
  }

  /** Ends the operation's transaction; any number of times. */
  close(): Promise<void> {
    this.closing ??= this.snapshot
      .close()
      .catch((error) => this.log.warn({ err: error, requestId: this.requestId }, 'a read transaction was lost'));
    return this.closing;
  }
}
