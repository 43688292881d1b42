import { placeOf } from '../dimensions';
import type { Parameters } from '../parameters';
import type { Dimension } from '../question';
import type { Scan } from '../scan';

/** The tables that name the values of what the roster tells. */
export const ROSTER_NAMES: Partial<Record<Dimension, string>> = { PERSON: 'creator', COLLABORATION: 'collaboration' };

/** Under which alias {@link rosterJoin} tells a dimension's `value`. */
export function rosterAlias(dimension: Dimension): string {
  return `r_${dimension.toLowerCase()}`;
}

/** What the roster said, at the scan's instant, of each row's account or content; nothing for a dimension that it does not tell. */
export function rosterJoin({ fact, asOf }: Scan, dimension: Dimension, workspace: string, parameters: Parameters): string[] {
  const place = placeOf(fact, dimension);
  if (!place?.roster) return [];
  const then = asOf === undefined ? null : parameters.add(asOf, 'timestamptz');
  const holds = then ? `o.recorded_at <= ${then} AND (o.removed_at IS NULL OR o.removed_at > ${then})` : 'o.removed_at IS NULL';
  const own = `o.workspace_id = ${workspace} AND o.platform = f.platform AND ${holds}`;
  const value =
    place.roster === 'person'
      ? `SELECT o.creator AS value FROM hub.creator_account o WHERE ${own} AND o.account = f.creator`
      : `SELECT o.collaboration AS value FROM hub.collaboration_content o WHERE ${own}
        AND (o.content = f.${place.column} OR (o.content = '' AND o.account = f.creator AND f.day BETWEEN o.from_day AND o.to_day))
        ORDER BY o.content DESC, o.from_day DESC, o.collaboration LIMIT 1`;
  return [`LEFT JOIN LATERAL (${value}) ${rosterAlias(dimension)} ON true`];
}
