import { OrderLine } from '../../../entities/facts/OrderLine';
import { Touch } from '../../../entities/facts/Touch';
import { among } from '../../database/among';
import type { Session } from '../../database/session';
import { addDays, type Day, type DayRange } from '../../lib/day';
import type { PersonEvent } from '../../stats/attribution/cut-journeys';
import { factRows } from '../fact-rows';
import { Parameters } from '../parameters';
import { instantText } from '../snapshot';
import type { AskedAttribution, Credited } from './attribution-question';

/** A touch or an order of somebody, with the raw record that told it. */
export interface FoundEvent extends PersonEvent {
  /** The person and the brand: journeys are of one person towards one brand. Orders of unknown people have ''. */
  readonly person: string;
  readonly brandId: number;
  readonly day: Day;
  /** Of a touch: what is credited. */
  readonly credited: string;
  /** Of a touch: the campaign that it names, where the hub knows it; its channel and platform, where they are known. */
  readonly campaignId: number | null;
  readonly channel: string | null;
  readonly platform: string | null;
  /** What the source calls the touch or the order. */
  readonly name: string;
  /** Of an order: in millionths of the currency; null where none is told, or several are. */
  readonly revenueMicros: bigint | null;
  readonly currency: string | null;
  readonly sourceId: number;
  readonly pageId: bigint;
  readonly recordNo: number;
}

/** How many rows are held in memory at once. */
const BATCH = 10_000;
/** A platform's day and the shop's may begin this much apart. */
const ZONES = 1;

/** What may be credited, by key, in the order of the keys; what touches nobody knows a campaign of is called after its channel. */
export async function creditedKeys(session: Session, asked: AskedAttribution): Promise<string[]> {
  const parameters = new Parameters();
  const sql = `SELECT DISTINCT t.credited FROM (${touchesSql(session, asked, parameters)}) t ORDER BY 1`;
  const rows = await session.query<{ credited: string }>(sql, parameters.values);
  return rows.map(({ credited }) => credited);
}

/**
 * Every touch and order from which the range's journeys follow, by person, brand and instant; of one instant touches come before orders, and by what is
 * credited and by name. Orders after the range are read as far as touches within it may have led to them. The session has to be a snapshot.
 */
export async function* personEvents(session: Session, asked: AskedAttribution): AsyncGenerator<FoundEvent> {
  const parameters = new Parameters();
  const sql = `${touchesSql(session, asked, parameters)}
    UNION ALL ${ordersSql(session, asked, parameters)}
    ORDER BY person, "brandId", at, "isOutcome", credited, name, "sourceId"`;
  await session.execute(`DECLARE person_events NO SCROLL CURSOR FOR ${sql}`, parameters.values);
  try {
    for (;;) {
      const rows = await session.query<FoundEvent>(`FETCH ${BATCH} FROM person_events`);
      yield* rows;
      if (rows.length < BATCH) return;
    }
  } finally {
    await session.execute('CLOSE person_events');
  }
}

function touchesSql(session: Session, asked: AskedAttribution, parameters: Parameters): string {
  const { range, windowDays } = asked;
  const rows = rowsOf(session, asked, Touch, { from: addDays(range.from, -windowDays - ZONES), to: addDays(range.to, ZONES) }, parameters);
  const workspace = parameters.add(session.workspaceId, 'integer');
  // Campaigns are told by key or by name; of several that are called the same the brand's own counts, then the one that the hub knew first.
  return `SELECT f.person, f.brand_id AS "brandId", f.day, ${instantSql('f.at', 'f.day')} AS at, false AS "isOutcome",
      ${creditedSql(asked.by)} AS credited, c.id AS "campaignId", coalesce(c.channel, f.channel) AS channel, c.platform, f.touch AS name, NULL::bigint AS "revenueMicros", NULL::text AS currency,
      f.source_id AS "sourceId", f.page_id AS "pageId", f.record_no AS "recordNo"
    FROM ${rows} f
    LEFT JOIN (
      SELECT DISTINCT ON (n.name, n.brand_id) n.name, n.brand_id, c.id, c.key, c.channel, c.platform
      FROM (SELECT DISTINCT f.campaign_name AS name, f.brand_id FROM ${rows} f WHERE f.campaign_name IS NOT NULL) n
      JOIN hub.campaign c ON c.workspace_id = ${workspace} AND (c.key = n.name OR c.name = n.name)
      ORDER BY n.name, n.brand_id, c.key = n.name DESC, c.brand_id IS NOT DISTINCT FROM n.brand_id DESC, c.id
    ) c ON c.name = f.campaign_name AND c.brand_id = f.brand_id
    WHERE f.person <> ''${brandSql(session, asked, parameters)}${peopleSql('f.person', asked, parameters)}`;
}

function ordersSql(session: Session, asked: AskedAttribution, parameters: Parameters): string {
  const { range, windowDays } = asked;
  const days = { from: addDays(range.from, -windowDays - ZONES), to: addDays(range.to, windowDays + ZONES) };
  return `SELECT coalesce(hub.person_key(max(f.customer)), '') AS person, f.brand_id AS "brandId", f.day,
      ${instantSql('min(f.placed_at)', 'f.day + 1')} AS at, true AS "isOutcome", '' AS credited,
      NULL::integer AS "campaignId", NULL::text AS channel, NULL::text AS platform, f.order_id AS name,
      CASE WHEN count(DISTINCT f.currency) = 1 THEN sum(f.revenue_micros)::bigint END AS "revenueMicros", min(f.currency) AS currency,
      f.source_id AS "sourceId", min(f.page_id) AS "pageId", (array_agg(f.record_no ORDER BY f.page_id, f.record_no))[1] AS "recordNo"
    FROM ${rowsOf(session, asked, OrderLine, days, parameters)} f
    WHERE true${brandSql(session, asked, parameters)}
    GROUP BY f.source_id, f.order_id, f.brand_id, f.day
    HAVING true${peopleSql('hub.person_key(max(f.customer))', asked, parameters)}`;
}

function rowsOf(
  session: Session,
  { asOf }: AskedAttribution,
  fact: typeof Touch | typeof OrderLine,
  range: DayRange,
  parameters: Parameters,
) {
  return factRows({ fact, workspaceId: session.workspaceId, range, ...(asOf && { asOf: instantText(asOf) }) }, parameters);
}

function brandSql(session: Session, { brands }: AskedAttribution, parameters: Parameters): string {
  if (brands.length === 0) return '';
  const workspace = parameters.add(session.workspaceId, 'integer');
  return ` AND f.brand_id = ANY (ARRAY(SELECT b.id FROM hub.brand b WHERE b.workspace_id = ${workspace} AND b.key = ANY (${parameters.add(brands, 'text[]')})))`;
}

function peopleSql(person: string, { people }: AskedAttribution, parameters: Parameters): string {
  return people ? ` AND ${among(person, parameters.add(people, 'text[]'), people.length)}` : '';
}

/** Milliseconds since 1970; what tells only its day is taken to be at midnight (UTC). */
function instantSql(instant: string, day: string): string {
  return `extract(epoch FROM coalesce(${instant}, (${day})::timestamp AT TIME ZONE 'UTC'))::float8 * 1000`;
}

function creditedSql(by: Credited): string {
  const channel = `coalesce(c.channel, f.channel, '')`;
  if (by === 'CHANNEL') return channel;
  return `coalesce(c.${by === 'PLATFORM' ? 'platform' : 'key'}, ${channel})`;
}
