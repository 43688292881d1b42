import { createHash } from 'node:crypto';
import { inWorkspace } from '../../src/database/session';
import { readJson } from '../../src/lib/lossless-json';
import type { Clock } from '../clock';
import { Fatal } from '../errors';
import { activateFacts } from '../landed/activate-facts';
import { activateVersion } from '../landed/activate-version';
import type { StreamMeaning } from '../landed/stream-meaning';
import { holdRun, holdSource } from '../runs';
import { type ByteLine, byteLines } from './byte-lines';
import { type Committing, commitBatch } from './commit-batch';
import { dueLines } from './due-lines';
import type { LoadEnd } from './finish-load';
import { keepable, keepPosition } from './keep-position';
import { readMessage } from './message';
import type { OpenStreams } from './open-streams';
import { type BatchSize, SingerBatch } from './singer-batch';

/** What a load works with. */
export interface SingerLoadOptions extends Committing {
  readonly streams: OpenStreams;
  /** Told each state, as JSON text, once everything before it is committed. */
  readonly emit: (state: string) => Promise<void>;
  readonly hardDelete: boolean;
  readonly size: BatchSize;
  readonly clock: Clock;
  /** Ends the load early. */
  readonly signal: AbortSignal;
}

/** A load under way: takes messages in their order, commits them in batches, tells the states of what is committed. */
export class SingerLoad {
  private batch = new SingerBatch();
  private readonly hash = createHash('sha256');
  private isWhole = false;

  constructor(private readonly options: SingerLoadOptions) {}

  /** Takes everything to its end. Before a Fatal is thrown, everything that came before it is committed and told. */
  async takeAll(input: AsyncIterable<Buffer>): Promise<void> {
    try {
      for await (const lines of dueLines(byteLines(this.hashed(input)), () => this.waitMs(), this.options)) {
        for (const line of lines ?? []) await this.take(line);
        if (this.waitMs() === 0) await this.flush();
      }
    } catch (error) {
      if (error instanceof Fatal) await this.flush();
      throw error;
    }
    await this.flush();
    this.isWhole = true;
  }

  /** What the load came to. */
  end(source: string, error: string | null): LoadEnd {
    const { tally, streams } = this.options;
    const sha256 = this.isWhole ? this.hash.copy().digest() : null;
    return { source, error, tally, streams: streams.all(), unseen: streams.unseen(), sha256 };
  }

  private async *hashed(input: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of input) {
      this.hash.update(chunk);
      yield chunk;
    }
  }

  /** How long the batch may still wait; null while there is nothing in it. */
  private waitMs(): number | null {
    const { size, clock } = this.options;
    return this.batch.since === null ? null : Math.max(0, this.batch.since + size.ms - clock.now().getTime());
  }

  private async take({ number, bytes }: ByteLine): Promise<void> {
    const { streams, clock, database, run, size, tally } = this.options;
    tally.line = number;
    const message = inLine(number, () => readMessage(bytes));
    if (message.type === 'SCHEMA') {
      if (!streams.isNews(message)) return;
      if (this.batch.has(message.stream)) await this.flush();
      await streams.open(database, run, message).catch((error) => refuse(number, error));
      return;
    }
    if (message.type === 'ACTIVATE_VERSION') {
      const meaning = inLine(number, () => streams.named(message.stream));
      await this.flush();
      await this.activate(meaning, message.version);
      return;
    }
    if (message.type === 'STATE') this.batch.addState(number, message.value);
    else inLine(number, () => this.batch.add(streams.named(message.stream), number, message, bytes));
    this.batch.since ??= clock.now().getTime();
    if (this.batch.isFull(size)) await this.flush();
  }

  /** Commits what has come and tells the last state of it. Throws the Fatal of a record that ends the load. */
  private async flush(): Promise<void> {
    const { batch, options } = this;
    const { database, run, tally } = options;
    this.batch = new SingerBatch();
    const { state, stop } = await commitBatch(options, batch);
    if (state !== null) {
      tally.state = keepable(readJson(state).exact);
      await keepPosition(database, run, { seq: tally.pages, line: tally.line, state: tally.state });
      await options.emit(state);
      tally.states += 1;
    }
    if (stop) throw stop;
  }

  private async activate({ stream, target }: StreamMeaning, version: string): Promise<void> {
    const { database, run, hardDelete, tally } = this.options;
    const { sourceId, runId } = run;
    const deleted = await inWorkspace(database, run.workspaceId, async (session) => {
      await holdSource(session, sourceId);
      await holdRun(session, run);
      const activated = { sourceId, runId, stream, version };
      return target ? activateFacts(session, target.fact, activated) : activateVersion(session, { ...activated, hardDelete });
    });
    tally.addDeleted(stream, deleted);
  }
}

/** What is read from a line; a Fatal names the line. */
function inLine<T>(number: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    return refuse(number, error);
  }
}

function refuse(number: number, error: unknown): never {
  throw error instanceof Fatal ? new Fatal(`line ${number}: ${error.message}`) : error;
}
