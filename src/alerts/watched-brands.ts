import type { LocalNames } from '../../entities/brand/Brand';
import type { Session } from '../database/session';
import type { Texts } from '../metrics/metric';

/** A brand that is watched, and what people call it. */
export interface WatchedBrand {
  readonly key: string;
  readonly names: Texts;
}

/** The brands of some keys; all own ones where no key is given. */
export async function watchedBrands(session: Session, keys: readonly string[]): Promise<WatchedBrand[]> {
  const rows = await session.query<{ key: string; name: string; names: LocalNames }>(
    `SELECT key, name, names FROM hub.brand WHERE workspace_id = $1 AND CASE WHEN cardinality($2::text[]) = 0 THEN own ELSE key = ANY ($2) END ORDER BY key`,
    [session.workspaceId, keys],
  );
  return rows.map(({ key, name, names }) => {
    const text = (language: keyof LocalNames) => names[language] || name;
    return { key, names: { en: text('en'), zhHans: text('zh-Hans'), zhHant: text('zh-Hant') } };
  });
}
