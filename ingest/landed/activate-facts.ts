import { type FactClass, factOf } from '../../entities/facts/fact';
import { becomeOnlyWriter, moveVersion } from '../../src/database/only-writer';
import type { Session } from '../../src/database/session';
import type { Day } from '../../src/lib/day';
import { refreshRollups } from '../../src/metrics/refresh-rollups';
import { quoted } from '../fact-statements';
import type { ActivatedVersion } from './activate-version';

/**
 * Takes the rows of older versions of a stream, and those without one, out of their fact; returns how many. They are kept aside with the instant at
 * which they went, so that what was known before is still answered. The caller holds the source and the run.
 */
export async function activateFacts(session: Session, fact: FactClass, activated: Omit<ActivatedVersion, 'hardDelete'>): Promise<number> {
  const { sourceId, runId, stream, version } = activated;
  const { table } = factOf(fact);
  const place = [session.workspaceId, sourceId, stream, version];
  await session.execute(
    'UPDATE hub.landed_stream SET active_version = greatest(active_version, $4::bigint) WHERE workspace_id = $1 AND source_id = $2 AND stream = $3',
    place,
  );
  const removedAt = await becomeOnlyWriter(session);
  const removed = await session.query<{ day: Day }>(
    `WITH older AS (
       DELETE FROM hub.row_version v WHERE v.workspace_id = $1 AND v.source_id = $2 AND v.stream = $3 AND v.fact = $5
         AND (v.version IS NULL OR v.version < $4::bigint) RETURNING v.day, v.row_id),
     gone AS (
       DELETE FROM fact.${quoted(table)} f USING older o WHERE f.workspace_id = $1 AND f.day = o.day AND f.row_id = o.row_id RETURNING f.*)
     INSERT INTO hub.removed_row (workspace_id, fact, day, row_id, removed_at, run_id, content)
     SELECT g.workspace_id, $5, g.day, g.row_id, $6::timestamptz, $7::integer, to_jsonb(g) FROM gone g RETURNING day`,
    [...place, table, removedAt, runId],
  );
  if (removed.length === 0) return 0;
  await refreshRollups(
    session,
    fact,
    removed.map(({ day }) => day),
  );
  await moveVersion(session, removedAt);
  return removed.length;
}
