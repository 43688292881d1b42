import { VariantDay } from '../../../entities/facts/VariantDay';
import type { Session } from '../../database/session';
import type { RowOrigin } from '../evidence/told-rows';
import { factRows } from '../fact-rows';
import { Parameters } from '../parameters';
import { instantText } from '../snapshot';
import { ALWAYS, type ToldExperiment, type ToldVariant } from './told-experiment';

type Row = Omit<ToldVariant, 'origins'> & RowOrigin & { experimentName: string | null; phase: string; firstDay: string };

/** Reads the running totals of an experiment as they were known at an instant (now when absent); null when none were told by then. */
export async function toldTotals(session: Session, key: string, asOf?: Date): Promise<ToldExperiment | null> {
  const parameters = new Parameters();
  const then = asOf && { asOf: instantText(asOf) };
  const rows = factRows({ fact: VariantDay, workspaceId: session.workspaceId, range: ALWAYS, ...then }, parameters);
  const micros = (column: string) => `f.${column}_micros::float8 / 1e6`;
  const found = await session.query<Row>(
    `WITH told AS (SELECT * FROM ${rows} r WHERE r.experiment = ${parameters.add(key, 'text')}),
     latest AS (
       SELECT source_id, phase FROM told GROUP BY source_id, phase
       ORDER BY max(day) DESC, length(phase) DESC, phase DESC, source_id LIMIT 1
     ),
     last_day AS (SELECT t.metric, max(t.day) AS day FROM told t JOIN latest USING (source_id, phase) GROUP BY t.metric)
     -- A test's brand is a part of the row's key: of one that was moved to another brand the row that was recorded last counts.
     SELECT DISTINCT ON (f.metric, f.variant) f.phase, f.variant, f.variant_name AS "variantName", f.variant_place::float8 AS "variantPlace",
       f.metric, f.metric_name AS "metricName", f.metric_role AS "metricRole", f.experiment_name AS "experimentName", f.day,
       (SELECT min(t.day) FROM told t JOIN latest USING (source_id, phase)) AS "firstDay",
       ${micros('weight')} AS weight, f.users::float8 AS users, ${micros('sum')} AS sum, ${micros('sum_squares')} AS "sumSquares",
       ${micros('denominator')} AS denominator, ${micros('denominator_squares')} AS "denominatorSquares", ${micros('products')} AS products,
       s.key AS "sourceKey", f.page_id AS "pageId", f.record_no AS "recordNo", f.recorded_at AS "recordedAt"
     FROM told f JOIN latest USING (source_id, phase) JOIN last_day USING (metric, day)
     JOIN hub.source s ON s.workspace_id = ${parameters.add(session.workspaceId, 'integer')} AND s.id = f.source_id
     ORDER BY f.metric, f.variant, f.recorded_at DESC`,
    parameters.values,
  );
  const [first] = found;
  if (!first) return null;
  const day = found.reduce((latest, row) => (row.day > latest ? row.day : latest), first.day);
  const name = found.find((row) => row.day === day && row.experimentName)?.experimentName ?? key;
  return { key, name, phase: first.phase, firstDay: first.firstDay, day, variants: found.map(variantOf), exposures: null };
}

function variantOf({ experimentName: _, phase: __, firstDay: ___, sourceKey, pageId, recordNo, recordedAt, ...told }: Row): ToldVariant {
  return { ...told, origins: [{ sourceKey, pageId, recordNo, recordedAt }] };
}
