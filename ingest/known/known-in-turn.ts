import type { DataSource } from 'typeorm';
import type { PullContext } from '../connector';
import { postFactOf } from '../erase/content';
import type { AnyStream } from '../load-connectors';
import type { PullSource } from '../pull-source';
import type { RunHold } from '../run-hold';
import { KnownRecords } from './known-records';
import { readingOf } from './reading';

/** What is known of the records of a run, of one window of one part after the other. */
export class KnownInTurn {
  #last: { readonly place: string; readonly known: Promise<KnownRecords | null> } | undefined;

  constructor(
    private readonly database: DataSource,
    private readonly run: RunHold,
    private readonly source: PullSource,
  ) {}

  /**
   * What is known where a stream reads; null of words, which can be erased and are read by models, and of settings that cannot be compared.
   */
  of(stream: AnyStream, context: PullContext<unknown>): Promise<KnownRecords | null> {
    const { window, part } = context;
    const place = JSON.stringify([stream.name, part, window]);
    if (this.#last?.place !== place) this.#last = { place, known: this.#load(stream, context) };
    return this.#last.known;
  }

  async #load(stream: AnyStream, context: PullContext<unknown>): Promise<KnownRecords | null> {
    if (stream.posts || postFactOf(stream.into) !== null) return null;
    const reading = await readingOf(stream.name, this.source.connector.name, context);
    if (reading === null) return null;
    const scope = { sourceId: this.source.id, fact: stream.into, stream: stream.name, part: context.part, reading };
    return KnownRecords.load(this.database, this.run.workspaceId, scope, context.window);
  }
}
