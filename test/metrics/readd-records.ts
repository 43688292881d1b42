import { columnOf, factOf } from '../../entities/facts/fact';
import { Exact } from '../../src/metrics/exact';
import { type Condition, isMoney, type Leaf } from '../../src/metrics/leaf';
import type { MetricWorld } from './metric-world';

/** What the records of a number say, as the lineage shows them, and the rates that held when it was shown. */
export interface Records {
  /** JSON texts of the rows' values, with `sourceKey`. */
  readonly rows: readonly string[];
  readonly currency: string;
  /** The tables of rates as they were then: of days (`day`, `currency`, `per_euro_micros`, `source_id`), or of plans (`year`, `currency`, `per_euro`). */
  readonly rates: { readonly table: string; readonly plan: boolean };
}

const text = (property: string) => `r->>'${property === 'sourceId' ? 'sourceKey' : property}'`;
const number = (property: string) => `(${text(property)})::numeric`;

/** Adds up leaves from the records by plain SQL, in PostgreSQL's own exact numerics; null where the records say nothing of one. */
export async function readd(world: MetricWorld, leaves: readonly Leaf[], { rows, currency, rates }: Records): Promise<(Exact | null)[]> {
  const values = leaves.map((leaf, i) => {
    const told = `(SELECT r FROM records ${demands(leaf)}) told`;
    return `trim_scale((${aggregate(leaf, currency, rates).replaceAll('FROM told', `FROM ${told}`)})::numeric)::text AS v${i}`;
  });
  const [found] = await world.rows<Record<string, string | null>>(
    `WITH records AS MATERIALIZED (SELECT each::jsonb AS r FROM unnest($1::text[]) each) SELECT ${values.join(', ')}`,
    [rows],
  );
  return leaves.map((_, i) => (found?.[`v${i}`] == null ? null : exactOf(found[`v${i}`] as string)));
}

function demands({ fact, where }: Leaf): string {
  if (where.length === 0) return '';
  // A count is shown as it is compared, an amount in whole ones of its millionths.
  const whole = (property: string) => `${columnOf(fact, property).kind === 'count' ? 1 : 1_000_000} * ${number(property)}`;
  const demand = ({ property, is, atLeast, below }: Condition) => [
    `${text(property)} IS NOT NULL`,
    ...(is === undefined ? [] : [`${text(property)} = '${is}'`]),
    ...(atLeast === undefined ? [] : [`${whole(property)} >= ${atLeast}`]),
    ...(below === undefined ? [] : [`${whole(property)} < ${below}`]),
  ];
  return `WHERE ${where.flatMap(demand).join(' AND ')}`;
}

function aggregate(leaf: Leaf, currency: string, rates: Records['rates']): string {
  const { properties } = leaf;
  const [first = ''] = properties;
  switch (leaf.aggregate) {
    case 'distinct':
      return `SELECT count(DISTINCT (${properties.map((each) => `coalesce(${text(each)}, '∅')`).join(', ')})) FROM told
        ${properties.length === 1 ? `WHERE ${text(first)} IS NOT NULL` : ''}`;
    case 'last': {
      const keys = [
        'sourceKey',
        ...factOf(leaf.fact)
          .columns.filter(({ role }) => role === 'key')
          .map(({ property }) => property),
      ];
      const series = keys.map((key) => `r->>'${key}'`).join(', ');
      return `SELECT sum(value) FROM (SELECT DISTINCT ON (${series}) ${number(first)} AS value FROM told WHERE ${text(first)} IS NOT NULL
        ORDER BY ${series}, r->>'day' DESC) newest`;
    }
    case 'native':
      return `SELECT max(${number(first)}) FROM told HAVING count(*) = 1`;
    case 'peak':
      return `SELECT max(${number(first)}) FROM told`;
    case 'lowest':
      return `SELECT min(round(${number(first)} / nullif(${number(properties[1] as string)}, 0), 6)) FROM told`;
    case 'sum':
      return isMoney(leaf)
        ? converted(properties, currency, rates)
        : `SELECT ${properties.length === 0 ? 'count(*)' : `sum(${product(properties)})`} FROM told`;
  }
}

function product(properties: readonly string[]): string {
  return properties.map(number).join(' * ');
}

/** What a day comes to in one currency times the rate, which has eighteen places; unknown where an amount has none. */
function converted(properties: readonly string[], currency: string, rates: Records['rates']): string {
  const perEuro = (of: string) =>
    rates.plan
      ? `CASE WHEN ${of} = 'EUR' THEN 1000000 ELSE (SELECT p.per_euro * 1000000 FROM ${rates.table} p WHERE p.currency = ${of} AND p.year = left(on_day, 4)::integer) END`
      : `CASE WHEN ${of} = 'EUR' THEN 1000000 ELSE (SELECT f.per_euro_micros FROM ${rates.table} f
          WHERE f.currency = ${of} AND f.day BETWEEN on_day::date - 7 AND on_day::date ORDER BY f.day DESC, f.source_id LIMIT 1) END`;
  const rate = `CASE WHEN told_in = '${currency}' THEN 1 ELSE
    div(2000000000000000000 * (${perEuro(`'${currency}'`)})::numeric + (${perEuro('told_in')})::numeric, 2 * (${perEuro('told_in')})::numeric) * 0.000000000000000001 END`;
  return `SELECT CASE WHEN count(*) FILTER (WHERE part <> 0 AND rate IS NULL) = 0 THEN sum(part * coalesce(rate, 0)) END FROM (
    SELECT part, ${rate} AS rate FROM (SELECT r->>'day' AS on_day, r->>'currency' AS told_in, sum(${product(properties)}) AS part FROM told GROUP BY 1, 2) parts
    WHERE part IS NOT NULL) rated`;
}

function exactOf(decimal: string): Exact {
  const [whole = '', fraction = ''] = decimal.split('.');
  return Exact.scaled(BigInt(whole + fraction), fraction.length);
}
