import { ExperimentUnit } from '../../../entities/facts/ExperimentUnit';
import type { Session } from '../../database/session';
import type { Day } from '../../lib/day';
import { quantilePlaces, quantileSample } from '../../stats/quantile-sample';
import type { RowOrigin } from '../evidence/told-rows';
import { factRows } from '../fact-rows';
import { Parameters } from '../parameters';
import { instantText } from '../snapshot';
import { ALWAYS, type ToldExperiment, type ToldVariant, type UnitShape } from './told-experiment';

/** So many records are shown of a variant's units. */
const MOST_ORIGINS = 20;

/**
 * The units that count: those of one source and its latest phase, each by its first exposure. A unit that saw several variants counts in none, since
 * it is neither's.
 */
function countedUnits(session: Session, key: string, asOf: Date | undefined, { winsorise }: UnitShape, parameters: Parameters): string {
  const then = asOf && { asOf: instantText(asOf) };
  const rows = factRows({ fact: ExperimentUnit, workspaceId: session.workspaceId, range: ALWAYS, ...then }, parameters);
  const capped = (column: string) => (winsorise ? `least(c.${column}, l.most)` : `c.${column}`);
  const limit = winsorise
    ? `round(percentile_cont(${parameters.add(winsorise, 'float8')}) WITHIN GROUP (ORDER BY value_micros::float8) FILTER (WHERE value_micros <> 0))::bigint`
    : 'NULL::bigint';
  return `told AS MATERIALIZED (SELECT * FROM ${rows} r WHERE r.experiment = ${parameters.add(key, 'text')} AND r.value_micros IS NOT NULL),
    latest AS (
      SELECT source_id, phase FROM told GROUP BY source_id, phase ORDER BY max(day) DESC, length(phase) DESC, phase DESC, source_id LIMIT 1
    ),
    mine AS MATERIALIZED (SELECT t.* FROM told t JOIN latest USING (source_id, phase)),
    seen AS (SELECT unit, min(variant) <> max(variant) AS several FROM mine GROUP BY unit),
    first AS MATERIALIZED (
      SELECT DISTINCT ON (m.metric, m.unit) m.* FROM mine m JOIN seen USING (unit) WHERE NOT seen.several
      ORDER BY m.metric, m.unit, m.exposed_at, m.day, m.recorded_at DESC
    ),
    limits AS (SELECT metric, ${limit} AS most FROM first GROUP BY metric),
    counted AS (
      SELECT c.*, ${capped('value_micros')}::numeric AS x, ${capped('before_micros')}::numeric AS y, c.denominator_micros::numeric AS d
      FROM first c JOIN limits l USING (metric)
    )`;
}

type Row = Omit<ToldVariant, 'origins' | 'before' | 'quantile'> & {
  experimentName: string | null;
  phase: string;
  firstDay: Day;
  units: number;
  multiple: number;
  toldBefore: boolean;
  beforeSum: number;
  beforeSquares: number;
  beforeProducts: number;
  origins: { s: string; p: string; n: number; at: string }[];
};

/** Adds up the units of an experiment as they were known at an instant (now when absent); null when none were told by then. */
export async function toldUnits(session: Session, key: string, asOf: Date | undefined, shape: UnitShape): Promise<ToldExperiment | null> {
  const parameters = new Parameters();
  const total = (sql: string, power: 1 | 2) => `(sum(${sql}) / ${power === 1 ? '1e6' : '1e12'})::float8`;
  const found = await session.query<Row>(
    `WITH ${countedUnits(session, key, asOf, shape, parameters)},
     about AS (
       SELECT (SELECT min(day) FROM mine) AS "firstDay", (SELECT max(day) FROM mine) AS day, (SELECT max(phase) FROM mine) AS phase,
         (SELECT max(experiment_name) FROM mine) AS "experimentName", count(*)::float8 AS units, count(*) FILTER (WHERE several)::float8 AS multiple FROM seen
     )
     SELECT c.variant, max(c.variant_name) AS "variantName", max(c.variant_place)::float8 AS "variantPlace", c.metric, max(c.metric_name) AS "metricName",
       max(c.metric_role) AS "metricRole", max(c.weight_micros)::float8 / 1e6 AS weight, a.*, count(*)::float8 AS users,
       ${total('x', 1)} AS sum, ${total('x * x', 2)} AS "sumSquares", ${total('d', 1)} AS denominator, ${total('d * d', 2)} AS "denominatorSquares",
       ${total('x * d', 2)} AS products,
       bool_or(bool_or(c.y IS NOT NULL)) OVER (PARTITION BY c.metric) AS "toldBefore", coalesce(${total('y', 1)}, 0) AS "beforeSum",
       coalesce(${total('y * y', 2)}, 0) AS "beforeSquares", coalesce(${total('x * y', 2)}, 0) AS "beforeProducts",
       jsonb_agg(jsonb_build_object('s', s.key, 'p', c.page_id::text, 'n', c.record_no, 'at', c.recorded_at) ORDER BY c.unit)
         FILTER (WHERE c.rank <= ${MOST_ORIGINS}) AS origins
     FROM (SELECT *, row_number() OVER (PARTITION BY metric, variant ORDER BY unit) AS rank FROM counted) c CROSS JOIN about a
     JOIN hub.source s ON s.workspace_id = ${parameters.add(session.workspaceId, 'integer')} AND s.id = c.source_id
     GROUP BY c.metric, c.variant, a."firstDay", a.day, a.phase, a."experimentName", a.units, a.multiple ORDER BY c.metric, c.variant`,
    parameters.values,
  );
  const [first] = found;
  if (!first) return null;
  const variants = found.map(variantOf);
  const told = shape.quantile ? await withQuantiles(session, key, asOf, shape.quantile, variants) : variants;
  const { phase, firstDay, day, units, multiple } = first;
  return { key, name: first.experimentName || key, phase, firstDay, day, variants: told, exposures: { units, multiple } };
}

function variantOf(row: Row): ToldVariant {
  const { experimentName: _, phase: __, firstDay: ___, units: ____, multiple: _____, ...rest } = row;
  const { toldBefore, beforeSum: sum, beforeSquares: sumSquares, beforeProducts: products, origins, ...told } = rest;
  const from = origins.map(({ s, p, n, at }): RowOrigin => ({ sourceKey: s, pageId: BigInt(p), recordNo: n, recordedAt: new Date(at) }));
  return { ...told, ...(toldBefore ? { before: { sum, sumSquares, products } } : {}), origins: from };
}

/** Sets beside the totals what the units' values are at the quantile, where there are enough to tell. */
async function withQuantiles(
  session: Session,
  key: string,
  asOf: Date | undefined,
  share: number,
  variants: readonly ToldVariant[],
): Promise<ToldVariant[]> {
  const places = variants.map(({ users }) => quantilePlaces(users ?? 0, share));
  const wanted = variants.flatMap(({ metric, variant }, at) => {
    const place = places[at];
    return place ? (['below', 'above', 'low', 'high'] as const).map((name) => ({ metric, variant, name, place: place[name] })) : [];
  });
  const parameters = new Parameters();
  const list = (values: readonly string[], type: string) => parameters.add(values, type);
  const found = await session.query<{ metric: string; variant: string; name: string; x: number }>(
    `WITH ${countedUnits(session, key, asOf, {}, parameters)},
     ranked AS (SELECT metric, variant, x, row_number() OVER (PARTITION BY metric, variant ORDER BY x) AS place FROM counted)
     SELECT r.metric, r.variant, w.name, (r.x / 1e6)::float8 AS x FROM ranked r
     JOIN unnest(${list(
       wanted.map(({ metric }) => metric),
       'text[]',
     )}, ${list(
       wanted.map(({ variant }) => variant),
       'text[]',
     )}, ${list(
       wanted.map(({ name }) => name),
       'text[]',
     )}, ${list(
       wanted.map(({ place }) => String(place)),
       'bigint[]',
     )}) w (metric, variant, name, place) USING (metric, variant, place)`,
    parameters.values,
  );
  return variants.map((told, at) => {
    const place = places[at];
    const own = found.filter(({ metric, variant }) => metric === told.metric && variant === told.variant);
    if (!place) return told;
    const { value, variance } = quantileSample(told.users!, place, Object.fromEntries(own.map(({ name, x }) => [name, x])) as never);
    return { ...told, quantile: { value, variance } };
  });
}
