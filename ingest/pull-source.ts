import type { DataSource } from 'typeorm';
import { inWorkspace, type Session } from '../src/database/session';
import type { Day } from '../src/lib/day';
import type { Json } from '../src/lib/lossless-json';
import type { SecretKey } from '../src/lib/seal';
import { brandNames } from '../src/metrics/mention-readings/brand-names';
import type { BrandNames } from '../src/text/match-brands';
import type { PullContext } from './connector';
import { Fatal } from './errors';
import { type AnyConnector, type AnyStream, type Connectors, connectorNamed } from './load-connectors';
import { openSecrets, sealContext } from './source-secrets';

/** Where the last pull of a part ended. */
export interface PartEnd {
  readonly cursor: Json | null;
  readonly freshTo: Day | null;
}

/** A source as a pull needs it, with its settings checked and its secrets open. */
export interface PullSource {
  readonly id: number;
  readonly key: string;
  readonly connector: AnyConnector;
  readonly config: Record<string, unknown>;
  readonly secrets: Record<string, string>;
  /** Hosts that may be asked although their addresses are not public. */
  readonly privateHosts: readonly string[];
  readonly facing: PullContext['source'];
  readonly brands: readonly BrandNames[];
  /** Ends of earlier pulls, by stream and part as {@link partKey} joins them. */
  readonly ends: Map<string, PartEnd>;
}

/** A stream and a part as one key. */
export function partKey(stream: string, part: string): string {
  return `${stream}\0${part}`;
}

/** One stream of a source and one part of it; the part is '' where the stream has none. */
export interface PulledPart {
  readonly stream: AnyStream;
  readonly part: string;
}

/** Everything that a pull of the source reads, in its order. */
export function partsOf({ connector, config }: PullSource): PulledPart[] {
  return connector.streams.flatMap((stream) => (stream.parts?.(config) ?? ['']).map((part) => ({ stream, part })));
}

interface SourceRow {
  id: number;
  key: string;
  connector: string;
  config: unknown;
  secrets: Buffer | null;
  private_hosts: string[];
  time_zone: string;
  currency: string | null;
  brand: string | null;
}

/** Reads a source. Throws Fatal when it is not there, its connector is unknown or its settings do not suit the connector. */
export function readSource(
  database: DataSource,
  workspaceId: number,
  sourceId: number,
  deps: { connectors: Connectors; key: SecretKey },
): Promise<PullSource> {
  return inWorkspace(database, workspaceId, async (session) => {
    const [row] = await session.query<SourceRow>(
      `SELECT s.id, s.key, s.connector, s.config, s.secrets, s.private_hosts, s.time_zone, s.currency, b.key AS brand
       FROM hub.source s LEFT JOIN hub.brand b ON b.workspace_id = s.workspace_id AND b.id = s.brand_id
       WHERE s.workspace_id = $1 AND s.id = $2`,
      [workspaceId, sourceId],
    );
    if (!row) throw new Fatal(`source: there is no source ${sourceId}`);
    const connector = connectorOf(deps.connectors, row);
    return {
      id: row.id,
      key: row.key,
      connector,
      config: configOf(connector, row),
      secrets: openSecrets(row.secrets, deps.key, sealContext(workspaceId, row.key)),
      privateHosts: row.private_hosts,
      facing: { key: row.key, brand: row.brand, timeZone: row.time_zone, currency: row.currency },
      brands: await brandNames(session),
      ends: await partEnds(session, sourceId),
    };
  });
}

function connectorOf(connectors: Connectors, row: SourceRow): AnyConnector {
  try {
    return connectorNamed(connectors, row.connector);
  } catch (error) {
    throw new Fatal(`source ${row.key}: ${(error as Error).message}`);
  }
}

function configOf(connector: AnyConnector, row: SourceRow): Record<string, unknown> {
  const parsed = connector.config.safeParse(row.config);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Fatal(`source ${row.key}: config.${issue?.path.join('.')}: ${issue?.message}`);
}

async function partEnds(session: Session, sourceId: number): Promise<Map<string, PartEnd>> {
  const ends = await session.query<{ stream: string; part: string; cursor: Json; fresh_to: Day | null }>(
    'SELECT stream, part, cursor, fresh_to FROM hub.source_cursor WHERE workspace_id = $1 AND source_id = $2',
    [session.workspaceId, sourceId],
  );
  return new Map(ends.map(({ stream, part, cursor, fresh_to }) => [partKey(stream, part), { cursor, freshTo: fresh_to }]));
}
