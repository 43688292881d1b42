import type { Session } from '../../database/session';
import type { BrandNames } from '../../text/match-brands';

interface NamedBrand {
  readonly key: string;
  readonly name: string;
  readonly names: Record<string, string>;
  readonly aliases: string[];
  readonly excludes: string[];
  readonly version: number;
}

/** By which names texts are searched for the workspace's brands. */
export async function brandNames(session: Session): Promise<BrandNames[]> {
  const brands = await session.query<NamedBrand>(
    'SELECT key, name, names, aliases, excludes, query_version AS version FROM hub.brand WHERE workspace_id = $1 ORDER BY id',
    [session.workspaceId],
  );
  return brands.map(({ key, name, names, aliases, excludes, version }) => ({
    key,
    names: [...new Set([name, ...Object.values(names), ...aliases])].filter((each) => each !== ''),
    excludes,
    version,
  }));
}

/** Names that held from an instant on. */
export interface BrandQuery {
  readonly version: number;
  readonly names: string[];
  readonly excludes: string[];
  readonly since: Date;
}

/** Every version of the names of a brand, the newest first. */
export function brandQueries(session: Session, brandId: number): Promise<BrandQuery[]> {
  return session.query(
    'SELECT version, names, excludes, since FROM hub.brand_query WHERE workspace_id = $1 AND brand_id = $2 ORDER BY version DESC',
    [session.workspaceId, brandId],
  );
}
