import type { PullContext } from '../../../ingest/connector';
import { credentialsOf } from '../../../ingest/credentials';
import { exchange } from '../../../ingest/http';
import { type AnyStream, connectorNamed, loadConnectors } from '../../../ingest/load-connectors';
import { readRecords } from '../../../ingest/read-records';
import { SANDBOX_SOURCES, type Sandbox, sandboxSources, startSandbox, WORLD_BRANDS } from '../../../ingest/sandbox/sandbox';

const TODAY = '2026-11-20';
const WINDOW = { from: '2026-11-01', to: '2026-11-14' };
const BRANDS = WORLD_BRANDS.map(({ key, names, aliases, hashtags, excludes }) => ({
  key,
  names: [...Object.values(names), ...aliases, ...hashtags],
  excludes,
}));

type Row = Record<string, unknown>;

describe('the sources of the sandbox', () => {
  let sandbox: Sandbox;
  const connectors = loadConnectors();
  beforeAll(async () => {
    sandbox = await startSandbox({ today: TODAY });
  });
  afterAll(() => sandbox.close());

  /** Every row of a source in the window, by stream, as its own connector reads it; a record that it refuses fails. */
  async function rowsOf(key: string): Promise<Map<string, Row[]>> {
    const source = sandboxSources(sandbox.url).find((candidate) => candidate.key === key)!;
    const connector = connectorNamed(connectors, source.connector);
    const config = connector.config.parse(source.config);
    const credentials = credentialsOf({
      auth: connector.auth,
      secrets: source.secrets,
      config,
      saveSecret: async () => {},
      timeoutMs: 60_000,
    });
    const asked = { key, brand: source.brand ?? null, timeZone: source.timeZone, currency: source.currency ?? null };
    const found = new Map<string, Row[]>();
    for (const stream of connector.streams) {
      for (const part of stream.parts?.(config) ?? ['']) {
        const context: PullContext<unknown> = { source: asked, config, window: WINDOW, cursor: null, part, brands: BRANDS, today: TODAY };
        const rows = await pulled(stream, context, credentials);
        found.set(stream.name, [...(found.get(stream.name) ?? []), ...rows]);
      }
    }
    return found;
  }

  async function pulled(stream: AnyStream, context: PullContext<unknown>, credentials: ReturnType<typeof credentialsOf>): Promise<Row[]> {
    const rows: Row[] = [];
    for (let request: ReturnType<AnyStream['request']> | null = stream.request(context); request !== null; ) {
      const page = await exchange(request, { headers: await credentials.headers(), timeoutMs: 60_000, maxBytes: 64_000_000 });
      stream.classify?.(page);
      const read = readRecords(stream, stream.records(page), context);
      expect(read.rejects).toEqual([]);
      rows.push(...read.rows.map((row) => row.values as Row));
      request = stream.next?.(page, context) ?? null;
    }
    return rows;
  }

  const sum = (rows: readonly Row[], measure: string) => rows.reduce((total, row) => total + (row[measure] as bigint), 0n);

  it.each(SANDBOX_SOURCES.map((source) => [source.key]))('%s is read by its connector without a record refused', async (key) => {
    const rows = [...(await rowsOf(key)).values()].flat();
    expect(rows.length).toBeGreaterThan(10);
  });

  it.each(['google-ads', 'meta-ads'] as const)('%s comes to what the world holds', async (platform) => {
    const rows = (await rowsOf(`${platform}-verdane`)).get('ads') ?? [];
    const account = platform === 'google-ads' ? '4120557302' : 'act_104880331665520102';
    const truth = [...sandbox.world.adDays({ platform, account, ...WINDOW, servedOn: TODAY })];
    expect(rows.length).toBe(truth.length);
    expect(sum(rows, 'spend')).toBe(truth.reduce((total, row) => total + row.costMicros, 0n));
    expect(sum(rows, 'conversionsClaimed')).toBe(truth.reduce((total, row) => total + row.conversionsMicros, 0n));
    expect(sum(rows, 'revenueClaimed')).toBe(truth.reduce((total, row) => total + row.revenueMicros, 0n));
  });
});
