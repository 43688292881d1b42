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
