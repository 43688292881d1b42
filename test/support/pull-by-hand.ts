import type { HttpRequest, Page, PullContext } from '../../ingest/connector';
import { credentialsOf } from '../../ingest/credentials';
import { exchange } from '../../ingest/http';
import { type AnyStream, connectorNamed, loadConnectors } from '../../ingest/load-connectors';
import { Network } from '../../ingest/network';
import { windowFrom } from '../../ingest/pull-position';
import { readRecords, rowsOf } from '../../ingest/read-records';
import { type Sandbox, sandboxSources, WORLD_BRANDS } from '../../ingest/sandbox/sandbox';
import { addDays, type DayRange } from '../../src/lib/day';
import type { Json } from '../../src/lib/lossless-json';

const BRANDS = WORLD_BRANDS.map(({ key, names, aliases, excludes }) => ({ key, names: [...Object.values(names), ...aliases], excludes }));

/** What a pull by hand came to: the rows of all pages, and after each page where the next pull would go on. */
export interface PulledByHand<Row> {
  readonly rows: Row[];
  readonly cursors: (Json | null)[];
}

/** Reads one stream of a sandbox's source, window by window and page by page, without a database. A record that is refused fails. */
export async function pullByHand<Row>(
  sandbox: Sandbox,
  asked: { source: string; stream: string; window: DayRange; config?: object; cursor?: Json | null },
): Promise<PulledByHand<Row>> {
  const source = sandboxSources(sandbox.url).find(({ key }) => key === asked.source)!;
  const connector = connectorNamed(loadConnectors(), source.connector);
  const stream = connector.streams.find(({ name }) => name === asked.stream) as AnyStream;
  const config = connector.config.parse({ ...source.config, ...asked.config });
  const network = new Network(source.privateHosts);
  const credentials = credentialsOf({
    auth: connector.auth,
    secrets: source.secrets,
    config,
    network,
    timeoutMs: 20_000,
    saveSecret: async () => {},
  });
  const facing = { key: source.key, brand: source.brand ?? null, timeZone: source.timeZone, currency: source.currency ?? null };
  const rows: Row[] = [];
  const cursors: (Json | null)[] = [];
  let cursor = asked.cursor ?? null;
  for (const part of stream.parts?.(config) ?? ['']) {
    for (let window = windowFrom(asked.window.from, asked.window, stream.windowDays); window; ) {
      const context: PullContext<unknown> = { source: facing, config, window, cursor, part, brands: BRANDS, today: sandbox.today() };
      for (let request: HttpRequest | null = stream.request(context); request; ) {
        const { request: signed } = await credentials.sign(request);
        const page: Page = await exchange(request, { signed, network, timeoutMs: 20_000, maxBytes: 50_000_000 });
        stream.classify?.(page);
        const records = stream.records(page);
        const [refused] = readRecords(stream, records, context).checked.rejects.values();
        if (refused) throw new Error(`${source.key}: ${JSON.stringify(refused)}`);
        rows.push(...records.flatMap((record) => rowsOf(stream, record, context) as Row[]));
        cursor = stream.cursor?.(page, context) ?? cursor;
        cursors.push(cursor);
        request = stream.next?.(page, context) ?? null;
      }
      window = windowFrom(addDays(window.to, 1), asked.window, stream.windowDays);
    }
  }
  return { rows, cursors };
}
