import type { HttpRequest, PullContext } from '../../ingest/connector';
import { type Credentials, credentialsOf } from '../../ingest/credentials';
import { exchange } from '../../ingest/http';
import { type AnyConnector, type AnyStream, connectorNamed, loadConnectors } from '../../ingest/load-connectors';
import { Network } from '../../ingest/network';
import { windowFrom } from '../../ingest/pull-position';
import { readRecords, rowsOf } from '../../ingest/read-records';
import { type Sandbox, sandboxSources, WORLD_BRANDS } from '../../ingest/sandbox/sandbox';
import { addDays, type DayRange } from '../../src/lib/day';
import type { Json } from '../../src/lib/lossless-json';

const BRANDS = WORLD_BRANDS.map(({ key, names, aliases, excludes }) => ({ key, names: [...Object.values(names), ...aliases], excludes }));

/** What a stream said: its rows, the reasons of the records that were refused, and after each page where the next pull would go on. */
export interface ReadByHand<Row> {
  readonly rows: Row[];
  readonly refused: string[];
  readonly cursors: (Json | null)[];
}

/** A source of a sandbox that is asked stream by stream, without a database; it keeps the tokens that it is given. */
export class SourceByHand {
  private readonly connector: AnyConnector;
  private readonly config: Record<string, unknown>;
  private readonly credentials: Credentials;
  private readonly network: Network;
  private readonly facing: PullContext['source'];

  constructor(
    private readonly sandbox: Sandbox,
    key: string,
    settings: object = {},
  ) {
    const source = sandboxSources(sandbox.url).find((candidate) => candidate.key === key)!;
    this.connector = connectorNamed(loadConnectors(), source.connector);
    this.config = this.connector.config.parse({ ...source.config, ...settings });
    this.facing = { key, brand: source.brand ?? null, timeZone: source.timeZone, currency: source.currency ?? null };
    const { auth } = this.connector;
    const saveSecret = async () => {};
    this.network = new Network(source.privateHosts);
    const { network, config } = this;
    this.credentials = credentialsOf({ auth, secrets: source.secrets, config, saveSecret, network, timeoutMs: 60_000 });
  }

  /** Everything that a stream says of some days, part by part, window by window and page by page. */
  async read<Row>(streamName: string, days: DayRange, start: Json | null = null): Promise<ReadByHand<Row>> {
    const stream = this.connector.streams.find(({ name }) => name === streamName) as AnyStream;
    const read: ReadByHand<Row> = { rows: [], refused: [], cursors: [] };
    let cursor = start;
    for (const part of stream.parts?.(this.config) ?? ['']) {
      for (let window = windowFrom(days.from, days, stream.windowDays); window; ) {
        cursor = await this.readWindow(stream, { window, part, cursor }, read);
        window = windowFrom(addDays(window.to, 1), days, stream.windowDays);
      }
    }
    return read;
  }

  private async readWindow<Row>(
    stream: AnyStream,
    at: Pick<PullContext, 'window' | 'part' | 'cursor'>,
    read: ReadByHand<Row>,
  ): Promise<Json | null> {
    const context: PullContext<unknown> = { ...at, source: this.facing, config: this.config, brands: BRANDS, today: this.sandbox.today() };
    let cursor = at.cursor;
    for (let request: HttpRequest | null = stream.request(context); request; ) {
      const { request: signed } = await this.credentials.sign(request);
      const page = await exchange(request, { signed, network: this.network, timeoutMs: 60_000, maxBytes: 50_000_000 });
      stream.classify?.(page);
      const records = stream.records(page);
      const { rejects } = readRecords(stream, records, context).checked;
      read.rows.push(...records.flatMap((record, place) => (rejects.has(place) ? [] : (rowsOf(stream, record, context) as Row[]))));
      read.refused.push(...[...rejects.values()].map(({ reason }) => reason));
      cursor = stream.cursor?.(page, context) ?? cursor;
      read.cursors.push(cursor);
      request = stream.next?.(page, context) ?? null;
    }
    return cursor;
  }
}

/** {@link SourceByHand.read} of a source that is asked once. A record that is refused fails. */
export async function pullByHand<Row>(
  sandbox: Sandbox,
  asked: { source: string; stream: string; window: DayRange; config?: object; cursor?: Json | null },
): Promise<ReadByHand<Row>> {
  const read = await new SourceByHand(sandbox, asked.source, asked.config).read<Row>(asked.stream, asked.window, asked.cursor);
  if (read.refused.length > 0) throw new Error(`${asked.source}: ${read.refused[0]}`);
  return read;
}
