import type { HttpRequest, PullContext } from '../../ingest/connector';
import { type Credentials, credentialsOf } from '../../ingest/credentials';
import { exchange } from '../../ingest/http';
import { type AnyConnector, type AnyStream, connectorNamed, loadConnectors } from '../../ingest/load-connectors';
import { Network } from '../../ingest/network';
import { readRecords, rowsOf } from '../../ingest/read-records';
import { type Sandbox, sandboxSources } from '../../ingest/sandbox/sandbox';
import type { DayRange } from '../../src/lib/day';

/** A source of a sandbox that is asked stream by stream, without a database; it keeps the tokens that it is given. */
export class SourceByHand {
  private readonly connector: AnyConnector;
  private readonly config: Record<string, unknown>;
  private readonly credentials: Credentials;
  private readonly network: Network;
  private readonly facing: PullContext['source'];

  constructor(
    sandbox: Sandbox,
    key: string,
    private readonly today: string,
  ) {
    const source = sandboxSources(sandbox.url).find((candidate) => candidate.key === key)!;
    this.connector = connectorNamed(loadConnectors(), source.connector);
    this.config = this.connector.config.parse(source.config);
    this.facing = { key, brand: source.brand ?? null, timeZone: source.timeZone, currency: source.currency ?? null };
    const { auth } = this.connector;
    const saveSecret = async () => {};
    this.network = new Network(source.privateHosts);
    const { network, config } = this;
    this.credentials = credentialsOf({ auth, secrets: source.secrets, config, saveSecret, network, timeoutMs: 60_000 });
  }

  /** Every row of a stream in a window, and the reasons of the records that were refused. */
  async read<Row>(streamName: string, window: DayRange): Promise<{ rows: Row[]; refused: string[]; requests: number }> {
    const stream = this.connector.streams.find(({ name }) => name === streamName) as AnyStream;
    const read = { rows: [] as Row[], refused: [] as string[], requests: 0 };
    for (const part of stream.parts?.(this.config) ?? ['']) {
      const context = { source: this.facing, config: this.config, window, cursor: null, part, brands: [], today: this.today };
      for (let request: HttpRequest | null = stream.request(context); request; read.requests++) {
        const signed = (await this.credentials.sign(request)).request;
        const page = await exchange(request, { signed, network: this.network, timeoutMs: 60_000, maxBytes: 50_000_000 });
        stream.classify?.(page);
        const records = stream.records(page);
        const { rejects } = readRecords(stream, records, context).checked;
        read.rows.push(...records.flatMap((record, place) => (rejects.has(place) ? [] : (rowsOf(stream, record, context) as Row[]))));
        read.refused.push(...[...rejects.values()].map(({ reason }) => reason));
        request = stream.next?.(page, context) ?? null;
      }
    }
    return read;
  }
}
