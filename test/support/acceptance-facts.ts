import { BROUGHT_FACTS } from '../../entities/facts';
import { factOf } from '../../entities/facts/fact';
import type { AcceptanceHub } from './acceptance-hub';

/** How many rows of a fact there are, and a sum over all that they say. */
export interface Content {
  fact: string;
  source: string;
  rows: number;
  sum: string;
}

/**
 * What the facts of a workspace say since a day, by fact and source, whatever the order in which they were written: links by their keys, and without what
 * the hub itself notes down (ids, pages, instants) and the cluster of a mention, which is named after the copy that came first.
 */
export async function contentOf(hub: Pick<AcceptanceHub, 'sql'>, workspaceId: number, since = '1900-01-01'): Promise<Content[]> {
  const parts = Object.values(BROUGHT_FACTS).map((each) => {
    const fact = factOf(each).table;
    return `SELECT '${fact}' AS fact, s.key AS source, md5(concat_ws(' ',
        to_jsonb(f) - '{workspace_id,source_id,campaign_id,brand_id,row_id,page_id,record_no,recorded_at,cluster}'::text[], c.key, c.name, c.channel, b.key)) AS said
      FROM fact.${fact} f JOIN hub.source s ON s.workspace_id = f.workspace_id AND s.id = f.source_id
        LEFT JOIN hub.campaign c ON c.workspace_id = f.workspace_id AND c.id = (to_jsonb(f)->>'campaign_id')::integer
        LEFT JOIN hub.brand b ON b.workspace_id = f.workspace_id AND b.id = coalesce(c.brand_id, (to_jsonb(f)->>'brand_id')::integer)
      WHERE f.workspace_id = $1 AND f.day >= $2`;
  });
  return hub.sql<Content>(
    `SELECT fact, source, count(*)::int AS rows, md5(string_agg(said, '' ORDER BY said)) AS sum FROM (${parts.join(' UNION ALL ')}) x
     GROUP BY fact, source ORDER BY fact, source`,
    [workspaceId, since],
  );
}
