import { type FactClass, factOf } from '../../../entities/facts/fact';
import { FACTS } from '../../../entities/facts/index';
import { SurveyAnswer } from '../../../entities/facts/SurveyAnswer';
import { EURO, RATE_DAYS, RATE_ONE, RATE_PLACES } from '../exchange';
import { weightsInForce } from '../weighted-rows';
import { brandIdOf, doorColumns, hasCampaign, propertyColumn, viewOf } from './door-columns';
import { dailyViewOf, doorSums, keptApart, summedFacts } from './door-sums';

/** What the views' owner may read of the hub's own tables, and the column that names the workspace there; no secret and no setting is among it. */
const READ: Readonly<Record<string, readonly [workspace: string, columns: readonly string[]]>> = {
  'hub.workspace': ['id', ['id', 'key', 'name', 'reporting_currency', 'time_zone']],
  'hub.brand': ['workspace_id', ['workspace_id', 'id', 'key', 'name']],
  'hub.campaign': ['workspace_id', ['workspace_id', 'id', 'key', 'name', 'platform', 'channel', 'brand_id']],
  'hub.source': ['workspace_id', ['workspace_id', 'id', 'key', 'name']],
  'hub.weighting': ['workspace_id', ['workspace_id', 'id', 'study', 'wave', 'recorded_at']],
  'hub.respondent_weight': ['workspace_id', ['workspace_id', 'weighting_id', 'respondent', 'weight_micros']],
};

/** By name: what an earlier one drags along is gone when its turn comes. */
const DROP_VIEWS = `DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT viewname FROM pg_views WHERE schemaname = 'analytics' LOOP
    EXECUTE format('DROP VIEW IF EXISTS analytics.%I CASCADE', name);
  END LOOP;
END $$`;

const MINE = '(SELECT hub.door_workspace())';

/** The whole SQL that makes the views of schema `analytics` anew, as the owner of the database; in one transaction. */
export function doorScript(): string {
  const facts = Object.values(FACTS);
  const statements = [
    DROP_VIEWS,
    'GRANT EXECUTE ON FUNCTION hub.door_workspace() TO brandhub_door, brandhub_analyst',
    ...Object.entries(READ).flatMap(([table, [workspace, columns]]) => readable(table, workspace, ` (${columns.join(', ')})`)),
    ...facts.flatMap((fact) => readable(`fact.${factOf(fact).table}`, 'workspace_id', '')),
    view('workspace', `SELECT key, name, reporting_currency::text AS reporting_currency, time_zone FROM hub.workspace WHERE id = ${MINE}`),
    ...facts.map((fact) => view(viewOf(fact), rowsOf(fact), aboutRows(fact))),
    ...summedFacts().map((fact) => view(dailyViewOf(fact), sumsOf(fact), aboutSums(fact))),
    view('exchange_rate', exchangeRates()),
    'GRANT USAGE ON SCHEMA analytics TO brandhub_analyst',
    'GRANT SELECT ON ALL TABLES IN SCHEMA analytics TO brandhub_analyst',
  ];
  return `-- Written from the facts and the registry by \`npm run snapshots\`; not to be edited.\n\n${statements.join(';\n\n')};\n`;
}

/**
 * The views' owner reads the table's rows of the analyst's workspace. The second policy is the wall: the first alone would be one of several
 * that each let rows through, and another one asks a setting, which an analyst can set.
 */
function readable(table: string, workspace: string, columns: string): string[] {
  const mine = `${workspace} = ${MINE}`;
  return [
    `GRANT SELECT${columns} ON ${table} TO brandhub_door`,
    `DROP POLICY IF EXISTS door ON ${table}`,
    `DROP POLICY IF EXISTS door_wall ON ${table}`,
    `CREATE POLICY door ON ${table} FOR SELECT TO brandhub_door USING (${mine})`,
    `CREATE POLICY door_wall ON ${table} AS RESTRICTIVE TO brandhub_door USING (${mine})`,
  ];
}

/** A view, and what tools show of it: `about` by column, and under '' of the view itself. */
function view(name: string, select: string, about: Readonly<Record<string, string>> = {}): string {
  const comments = Object.entries(about).map(([column, text]) => {
    const what = column === '' ? `VIEW analytics.${name}` : `COLUMN analytics.${name}.${column}`;
    return `COMMENT ON ${what} IS '${text.replaceAll("'", "''")}';\n\n`;
  });
  return `CREATE VIEW analytics.${name} WITH (security_barrier) AS\n${select};\n\n${comments.join('')}ALTER VIEW analytics.${name} OWNER TO brandhub_door`;
}

function rowsOf(fact: FactClass): string {
  const join = (table: string, alias: string, id: string) =>
    `LEFT JOIN hub.${table} ${alias} ON ${alias}.workspace_id = f.workspace_id AND ${alias}.id = ${id}`;
  const brand = brandIdOf(fact);
  const joins = [
    join('source', 's', 'f.source_id'),
    ...(hasCampaign(fact) ? [join('campaign', 'c', 'f.campaign_id')] : []),
    ...(brand ? [join('brand', 'b', brand)] : []),
    ...(fact === SurveyAnswer
      ? [`LEFT JOIN (${weightsInForce(MINE)}) w ON w.study = f.study AND w.wave = f.wave AND w.respondent = f.respondent`]
      : []),
  ];
  const counting = (sql: string) =>
    fact === SurveyAnswer ? sql.replace('f.weight_micros', 'coalesce(w.weight_micros, f.weight_micros)') : sql;
  const columns = doorColumns(fact).map(({ name, sql }) => `${counting(sql)} AS ${name}`);
  return `SELECT\n  ${columns.join(',\n  ')}\nFROM fact.${factOf(fact).table} f\n${joins.join('\n')}\nWHERE f.workspace_id = ${MINE}`;
}

function aboutRows(fact: FactClass): Record<string, string> {
  const money = factOf(fact).columns.filter(({ kind }) => kind === 'money');
  return {
    '': `One row is ${factOf(fact).grain}.`,
    ...Object.fromEntries(money.map(({ property }) => [propertyColumn(fact, property), "In the row's currency."])),
  };
}

function aboutSums(fact: FactClass): Record<string, string> {
  const described = doorSums(fact).map(({ name, metric, isMoney }) => {
    const text = [metric?.about.describe.en, isMoney ? "In the row's currency." : null].filter(Boolean).join(' ');
    return [name, text] as const;
  });
  return { '': `Sums by day of ${viewOf(fact)}.`, ...Object.fromEntries(described.filter(([, text]) => text !== '')) };
}

function sumsOf(fact: FactClass): string {
  const keys = ['day', ...keptApart(fact)];
  const sums = doorSums(fact).map(({ name, sql }) => `${sql} AS ${name}`);
  return `SELECT\n  ${[...keys, 'count(*) AS row_count', ...sums].join(',\n  ')}\nFROM analytics.${viewOf(fact)}\nGROUP BY ${keys.join(', ')}`;
}

/** The same rates by day to the reporting currency that answers are converted at, on the days that any rate was told for or stands in for. */
function exchangeRates(): string {
  return `WITH told AS (
  SELECT DISTINCT ON (f.currency, f.day) f.currency, f.day, f.per_euro_micros AS per_euro FROM fact.fx_day f
  WHERE f.workspace_id = ${MINE} AND f.per_euro_micros > 0 AND f.currency <> 'EUR' ORDER BY f.currency, f.day, f.source_id
), until AS (
  SELECT t.*, lead(t.day) OVER (PARTITION BY t.currency ORDER BY t.day) AS next FROM told t
), per_euro AS (
  SELECT u.day + k AS day, u.currency, u.per_euro FROM until u, generate_series(0, least(u.next - u.day - 1, ${RATE_DAYS})) k
  UNION ALL SELECT d::date, 'EUR', ${EURO} FROM generate_series('1990-01-01'::timestamp, '2100-12-31', '1 day') d
), reporting AS (
  SELECT w.reporting_currency::text AS currency FROM hub.workspace w WHERE w.id = ${MINE}
)
SELECT s.day, s.currency, r.currency AS reporting_currency,
  div(${2n * RATE_ONE} * t.per_euro::numeric + s.per_euro, 2 * s.per_euro::numeric) * 1e-${RATE_PLACES} AS rate
FROM reporting r JOIN per_euro t ON t.currency = r.currency JOIN per_euro s ON s.day = t.day AND s.currency <> r.currency
UNION ALL
SELECT d::date, r.currency, r.currency, 1 FROM reporting r, generate_series('1990-01-01'::timestamp, '2100-12-31', '1 day') d`;
}
