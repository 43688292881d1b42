import { EventEmitter, on } from 'node:events';
import { Client } from 'pg';
import type { Logger } from 'pino';
import type { PubSub } from 'type-graphql';

/** A run whose state changed, as `NOTIFY hub_run` tells it. */
export interface RunNews {
  workspaceId: number;
  runId: number;
}

/** The one topic of the feed; its id is the workspace. */
export const RUN_TOPIC = 'run';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;

/** Tells subscribers of a workspace which of its runs changed. Fed by PostgreSQL notifications through {@link RunFeed.listen}. */
export class RunFeed implements PubSub {
  private readonly emitter = new EventEmitter().setMaxListeners(0);

  /** Hands news to those who subscribed to `routingKey` (a topic and a workspace, as {@link topicOf} writes them). */
  publish(routingKey: string, news: unknown): void {
    this.emitter.emit(routingKey, news);
  }

  /** News of one workspace from now on; ends when the iterator is returned. */
  subscribe(routingKey: string, workspaceId?: unknown): AsyncIterableIterator<RunNews> {
    const events = on(this.emitter, topicOf(routingKey, workspaceId));
    return {
      async next() {
        const event = await events.next();
        return event.done ? { done: true, value: undefined } : { done: false, value: event.value[0] as RunNews };
      },
      async return() {
        await events.return?.();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  /** Listens on a connection of its own and reconnects when it is lost. Resolves when it listens; rejects when the first attempt fails. */
  async listen(url: string, log: Logger): Promise<{ close(): Promise<void> }> {
    const line = new Line(url, log, (news) => this.publish(topicOf(RUN_TOPIC, news.workspaceId), news));
    await line.open();
    return line;
  }
}

function topicOf(topic: string, workspaceId: unknown): string {
  return `${topic}/${workspaceId}`;
}

/** The connection that hears the notifications. */
class Line {
  private client: Client | undefined;
  private pause = FIRST_PAUSE_MS;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly url: string,
    private readonly log: Logger,
    private readonly tell: (news: RunNews) => void,
  ) {}

  async open(): Promise<void> {
    const client = new Client({ connectionString: this.url, application_name: 'brandhub-listen' });
    client.on('notification', ({ payload }) => this.hear(payload));
    client.on('error', (error) => this.lost(client, error));
    client.on('end', () => this.lost(client, new Error('the connection ended')));
    await client.connect();
    await client.query('LISTEN hub_run');
    // Closed while it was reconnecting.
    if (this.closed) return client.end();
    this.client = client;
    this.pause = FIRST_PAUSE_MS;
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.client?.end();
  }

  private hear(payload: string | undefined): void {
    const news = newsOf(payload);
    if (news) this.tell(news);
    else this.log.warn({ payload }, 'hub_run: not understood; expected {"workspaceId":…,"runId":…}');
  }

  private lost(client: Client, error: Error): void {
    if (this.closed || this.client !== client) return;
    this.client = undefined;
    this.log.warn({ err: error }, 'run notifications were cut off; connecting again');
    this.retry();
  }

  private retry(): void {
    this.timer = setTimeout(() => {
      this.open().catch((error) => {
        this.log.warn({ err: error, pauseMs: this.pause }, 'run notifications: could not connect');
        this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
        if (!this.closed) this.retry();
      });
    }, this.pause);
  }
}

function newsOf(payload: string | undefined): RunNews | undefined {
  try {
    const { workspaceId, runId } = JSON.parse(payload ?? '') as Partial<RunNews>;
    return typeof workspaceId === 'number' && typeof runId === 'number' ? { workspaceId, runId } : undefined;
  } catch {
    return undefined;
  }
}
