import { type CampaignRef, type FactClass, factOf } from '../entities/facts/fact';
import type { Cell } from '../src/database/copy';
import type { Session } from '../src/database/session';
import { BadRecord } from './errors';
import type { FactRow } from './fact-row';

/** A row with every link resolved to an id; `key` tells it from the other rows of its source. */
export interface LinkedRow {
  readonly recordNo: number;
  readonly day: string;
  readonly key: string;
  readonly cells: Cell[];
}

/** Linked rows, the records that name a brand nobody tracks, and the campaigns that were added, renamed or moved. */
export interface LinkedRows {
  readonly rows: LinkedRow[];
  readonly unknown: Map<number, BadRecord>;
  readonly changedCampaigns: number;
}

/**
 * Replaces the names of brands and campaigns by their ids; campaigns are made and kept up to date on the way.
 * A record that names an unknown brand gives no row at all. The caller holds the workspace's row.
 */
export async function linkRows(session: Session, fact: FactClass, rows: readonly FactRow[]): Promise<LinkedRows> {
  const { columns } = factOf(fact);
  const links = columns.flatMap(({ kind }, at) => (kind === 'brand' || kind === 'campaign' ? [{ kind, at }] : []));
  const unknown = new Map<number, BadRecord>();
  const brands = await brandIds(session, namedBrands(rows, links));
  for (const row of rows) {
    for (const brand of brandsOf(row, links)) {
      if (!brands.has(brand)) unknown.set(row.recordNo, new BadRecord(`brand: "${brand}" is not a tracked brand`, 'brand', brand));
    }
  }
  const known = unknown.size === 0 ? rows : rows.filter(({ recordNo }) => !unknown.has(recordNo));
  const campaigns = await saveCampaigns(session, namedCampaigns(known, links), brands);
  const keyPlaces = columns.flatMap(({ role }, at) => (role === 'key' ? [at] : []));
  return {
    rows: known.map((row) => linked(row, links, keyPlaces, brands, campaigns.ids)),
    unknown,
    changedCampaigns: campaigns.changed,
  };
}

interface LinkPlace {
  readonly kind: 'brand' | 'campaign' | string;
  readonly at: number;
}

function linked(
  row: FactRow,
  links: LinkPlace[],
  keyPlaces: number[],
  brands: Map<string, number>,
  campaigns: Map<string, number>,
): LinkedRow {
  const cells = row.cells.slice() as Cell[];
  for (const { kind, at } of links) {
    const value = row.cells[at];
    const id = kind === 'brand' ? brands.get(value as string) : campaigns.get((value as CampaignRef | null)?.key ?? '');
    cells[at] = String(id ?? 0);
  }
  // No text holds a NUL, so that joined texts stay apart.
  return { recordNo: row.recordNo, day: row.day, key: `${row.day}\0${keyPlaces.map((at) => cells[at]).join('\0')}`, cells };
}

function brandsOf(row: FactRow, links: LinkPlace[]): string[] {
  return links.flatMap(({ kind, at }) => {
    const value = row.cells[at];
    const brand = kind === 'brand' ? (value as Cell) : (value as CampaignRef | null)?.brand;
    return brand ? [brand] : [];
  });
}

function namedBrands(rows: readonly FactRow[], links: LinkPlace[]): string[] {
  return [...new Set(rows.flatMap((row) => brandsOf(row, links)))];
}

/** The last word of the page on each campaign. */
function namedCampaigns(rows: readonly FactRow[], links: LinkPlace[]): CampaignRef[] {
  const named = new Map<string, CampaignRef>();
  for (const { kind, at } of links) {
    if (kind !== 'campaign') continue;
    for (const row of rows) {
      const campaign = row.cells[at] as CampaignRef | null;
      if (campaign) named.set(campaign.key, campaign);
    }
  }
  return [...named.values()];
}

async function brandIds(session: Session, keys: string[]): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map();
  const found = await session.query<{ key: string; id: number }>(
    'SELECT key, id FROM hub.brand WHERE workspace_id = $1 AND key = ANY($2)',
    [session.workspaceId, keys],
  );
  return new Map(found.map(({ key, id }) => [key, id]));
}

interface StoredCampaign {
  id: number;
  key: string;
  name: string;
  platform: string;
  channel: string;
  brand_id: number | null;
}

async function saveCampaigns(session: Session, named: CampaignRef[], brands: Map<string, number>) {
  const ids = new Map<string, number>();
  if (named.length === 0) return { ids, changed: 0 };
  const stored = await session.query<StoredCampaign>(
    'SELECT id, key, name, platform, channel, brand_id FROM hub.campaign WHERE workspace_id = $1 AND key = ANY($2)',
    [session.workspaceId, named.map(({ key }) => key)],
  );
  const before = new Map(stored.map((campaign) => [campaign.key, campaign]));
  const brandOf = (campaign: CampaignRef) => (campaign.brand ? brands.get(campaign.brand)! : null);
  const changed = named.filter((campaign) => {
    const old = before.get(campaign.key);
    return (
      !old ||
      old.name !== campaign.name ||
      old.platform !== campaign.platform ||
      old.channel !== campaign.channel ||
      old.brand_id !== brandOf(campaign)
    );
  });
  const saved = changed.length === 0 ? [] : await upsertCampaigns(session, changed, changed.map(brandOf));
  for (const { key, id } of [...stored, ...saved]) ids.set(key, id);
  return { ids, changed: changed.length };
}

function upsertCampaigns(
  session: Session,
  campaigns: CampaignRef[],
  brandIdsOfThem: (number | null)[],
): Promise<{ key: string; id: number }[]> {
  return session.query(
    `INSERT INTO hub.campaign (workspace_id, key, name, platform, channel, brand_id)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::integer[])
     ON CONFLICT (workspace_id, key) DO UPDATE SET name = EXCLUDED.name, platform = EXCLUDED.platform, channel = EXCLUDED.channel, brand_id = EXCLUDED.brand_id
     RETURNING key, id`,
    [
      session.workspaceId,
      campaigns.map(({ key }) => key),
      campaigns.map(({ name }) => name),
      campaigns.map(({ platform }) => platform),
      campaigns.map(({ channel }) => channel),
      brandIdsOfThem,
    ],
  );
}
