import type { Session } from '../../database/session';
import { RosterFileError } from './RosterFileError';
import type { Roster, RosterCollaboration, RosterCreator } from './roster';

/**
 * Makes the creators and collaborations that a roster names what it says of them; others stay as they are. An account that another creator had
 * passes to the one who is named with it, and whose it was until then stays on record. False when everything was so already. In one
 * transaction that may write; a RosterFileError names creators and brands that are not known.
 */
export async function saveRoster(session: Session, roster: Roster): Promise<boolean> {
  const { workspaceId } = session;
  const [row] = await session.query<{ instant: string }>(
    `SELECT greatest(clock_timestamp(), recorded_at + interval '1 microsecond')::text AS instant FROM hub.workspace WHERE id = $1 FOR UPDATE`,
    [workspaceId],
  );
  const instant = row?.instant ?? '';
  await checkNames(session, roster);
  const changed =
    (await saveCreators(session, roster.creators)) +
    (await saveAccounts(session, roster.creators, instant)) +
    (await savePrices(session, roster.creators)) +
    (await saveCollaborations(session, roster.collaborations)) +
    (await saveContents(session, roster.collaborations, instant));
  if (changed === 0) return false;
  await session.execute('UPDATE hub.workspace SET data_version = data_version + 1, recorded_at = $2::timestamptz WHERE id = $1', [
    workspaceId,
    instant,
  ]);
  return true;
}

async function checkNames(session: Session, { creators, collaborations }: Roster): Promise<void> {
  const known = await session.query<{ kind: string; key: string }>(
    `SELECT 'creator' AS kind, key FROM hub.creator WHERE workspace_id = $1 UNION ALL SELECT 'brand', key FROM hub.brand WHERE workspace_id = $1`,
    [session.workspaceId],
  );
  const keysOf = (kind: string) => new Set(known.filter((each) => each.kind === kind).map(({ key }) => key));
  const people = new Set([...keysOf('creator'), ...creators.map(({ key }) => key)]);
  const brands = keysOf('brand');
  const problems = collaborations.flatMap(({ key, creator, brand }) => [
    ...(people.has(creator) ? [] : [`collaborations: "${key}" names the creator "${creator}", whom nobody knows`]),
    ...(brands.has(brand) ? [] : [`collaborations: "${key}" names the brand "${brand}", which is not tracked`]),
  ]);
  if (problems.length > 0) throw new RosterFileError(problems);
}

function saveCreators(session: Session, creators: readonly RosterCreator[]): Promise<number> {
  const rows = creators.map(({ key, name, tier, category, exclusiveFrom, exclusiveTo, discloses }) => {
    return { key, name, tier, category, exclusive_from: exclusiveFrom, exclusive_to: exclusiveTo, discloses };
  });
  return upsert(session, 'hub.creator', rows, ['key']);
}

async function saveAccounts(session: Session, creators: readonly RosterCreator[], instant: string): Promise<number> {
  const rows = creators.flatMap(({ key, accounts }) => accounts.map((each) => ({ creator: key, ...each })));
  const ended = await session.execute(
    `UPDATE hub.creator_account a SET removed_at = $4::timestamptz WHERE a.workspace_id = $1 AND a.removed_at IS NULL
       AND (a.creator = ANY ($3) OR EXISTS (SELECT FROM jsonb_to_recordset($2) AS g (platform text, account text) WHERE (g.platform, g.account) = (a.platform, a.account)))
       AND NOT EXISTS (SELECT FROM jsonb_to_recordset($2) AS g (creator text, platform text, account text)
         WHERE (g.creator, g.platform, g.account) = (a.creator, a.platform, a.account))`,
    [session.workspaceId, JSON.stringify(rows), creators.map(({ key }) => key), instant],
  );
  const added = await session.execute(
    `INSERT INTO hub.creator_account (workspace_id, platform, account, recorded_at, creator)
     SELECT $1, g.platform, g.account, $3::timestamptz, g.creator FROM jsonb_to_recordset($2) AS g (creator text, platform text, account text)
     WHERE NOT EXISTS (SELECT FROM hub.creator_account a
       WHERE a.workspace_id = $1 AND a.removed_at IS NULL AND (a.platform, a.account) = (g.platform, g.account))`,
    [session.workspaceId, JSON.stringify(rows), instant],
  );
  return ended + added;
}

async function savePrices(session: Session, creators: readonly RosterCreator[]): Promise<number> {
  const rows = creators.flatMap(({ key, prices }) =>
    prices.map(({ format, from, amount, currency }) => ({
      creator: key,
      format,
      from_day: from,
      amount_micros: String(amount),
      currency,
    })),
  );
  const gone = await session.execute(
    `DELETE FROM hub.creator_price p WHERE p.workspace_id = $1 AND p.creator = ANY ($3) AND NOT EXISTS (
       SELECT FROM jsonb_to_recordset($2) AS g (creator text, format text, from_day date)
       WHERE (g.creator, g.format, g.from_day) = (p.creator, p.format, p.from_day))`,
    [session.workspaceId, JSON.stringify(rows), creators.map(({ key }) => key)],
  );
  return gone + (await upsert(session, 'hub.creator_price', rows, ['creator', 'format', 'from_day']));
}

function saveCollaborations(session: Session, collaborations: readonly RosterCollaboration[]): Promise<number> {
  const micros = (value: bigint | null) => (value === null ? null : String(value));
  const rows = collaborations.map((each) => ({
    key: each.key,
    name: each.name,
    creator: each.creator,
    brand: each.brand,
    brief: each.brief,
    from_day: each.fromDay,
    to_day: each.toDay,
    currency: each.currency,
    slot_fee_micros: micros(each.slotFee),
    commission_micros: micros(each.commission),
    commission_of: each.commissionOf,
    sample_cost_micros: micros(each.sampleCost),
    boost_micros: micros(each.boost),
    guarantee_micros: micros(each.guarantee),
    guarantee_of: each.guaranteeOf,
    guarantee_over: each.guaranteeOver,
    settled_on: each.settledOn,
    goals: each.goals,
  }));
  return upsert(session, 'hub.collaboration', rows, ['key']);
}

/** Content is taken out and put in by whole rows, with the instants of both: what belonged where can be told of any day. */
async function saveContents(session: Session, collaborations: readonly RosterCollaboration[], instant: string): Promise<number> {
  const rows = collaborations.flatMap(({ key, fromDay, toDay, contents }) =>
    contents.map((each) => ({ collaboration: key, from_day: fromDay, to_day: toDay, ...each })),
  );
  const given = 'jsonb_to_recordset($2) AS g (platform text, content text, account text, from_day date, to_day date, collaboration text)';
  const same =
    '(g.platform, g.content, g.account, g.from_day, g.to_day, g.collaboration) = (c.platform, c.content, c.account, c.from_day, c.to_day, c.collaboration)';
  const ended = await session.execute(
    `UPDATE hub.collaboration_content c SET removed_at = $4::timestamptz WHERE c.workspace_id = $1 AND c.removed_at IS NULL
       AND (c.collaboration = ANY ($3) OR EXISTS (SELECT FROM ${given} WHERE g.content <> '' AND (g.platform, g.content) = (c.platform, c.content)))
       AND NOT EXISTS (SELECT FROM ${given} WHERE ${same})`,
    [session.workspaceId, JSON.stringify(rows), collaborations.map(({ key }) => key), instant],
  );
  const added = await session.execute(
    `INSERT INTO hub.collaboration_content (workspace_id, platform, content, account, from_day, to_day, recorded_at, collaboration)
     SELECT $1, g.platform, g.content, g.account, g.from_day, g.to_day, $3::timestamptz, g.collaboration FROM ${given}
     WHERE NOT EXISTS (SELECT FROM hub.collaboration_content c WHERE c.workspace_id = $1 AND c.removed_at IS NULL AND ${same})`,
    [session.workspaceId, JSON.stringify(rows), instant],
  );
  if (added > 0) await refuseOverlaps(session);
  return ended + added;
}

async function refuseOverlaps(session: Session): Promise<void> {
  const found = await session.query<{ one: string; other: string; account: string }>(
    `SELECT a.collaboration AS one, b.collaboration AS other, a.platform || ':' || a.account AS account
     FROM hub.collaboration_content a JOIN hub.collaboration_content b ON b.workspace_id = a.workspace_id AND b.platform = a.platform AND b.account = a.account
       AND a.collaboration < b.collaboration AND a.from_day <= b.to_day AND b.from_day <= a.to_day
     WHERE a.workspace_id = $1 AND a.content = '' AND b.content = '' AND a.removed_at IS NULL AND b.removed_at IS NULL ORDER BY 1, 2`,
    [session.workspaceId],
  );
  if (found.length > 0)
    throw new RosterFileError(
      found.map(({ one, other, account }) => `collaborations: "${one}" and "${other}" both claim what ${account} does on the same days`),
    );
}

/** Adds rows and sets those that differ; returns how many. Column names are the code's own. */
async function upsert(session: Session, table: string, rows: readonly Record<string, unknown>[], key: readonly string[]): Promise<number> {
  if (rows.length === 0) return 0;
  const columns = Object.keys(rows[0] as object);
  const others = columns.filter((column) => !key.includes(column));
  return session.execute(
    `INSERT INTO ${table} AS t (workspace_id, ${columns.join(', ')})
     SELECT $1, ${columns.map((column) => `g.${column}`).join(', ')} FROM jsonb_populate_recordset(NULL::${table}, $2) g
     ON CONFLICT (workspace_id, ${key.join(', ')}) DO UPDATE SET ${others.map((column) => `${column} = excluded.${column}`).join(', ')}
     WHERE (${others.map((column) => `t.${column}`).join(', ')}) IS DISTINCT FROM (${others.map((column) => `excluded.${column}`).join(', ')})`,
    [session.workspaceId, JSON.stringify(rows)],
  );
}
