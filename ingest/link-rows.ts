import type { CampaignRef, FactClass } from '../entities/facts/fact';
import type { Session } from '../src/database/session';
import type { Day } from '../src/lib/day';
import { BadRecord } from './errors';
import { layoutOf } from './fact-layout';
import type { FactRow } from './fact-row';

/** A row with every link resolved to an id, written as COPY takes it. Its texts are put together only where they are asked for. */
export class LinkedRow {
  constructor(
    readonly recordNo: number,
    readonly day: Day,
    /** The ids of its links. */
    readonly ids: readonly number[],
    /** The day and the ids. */
    readonly head: string,
    /** The other cells of the key; null when the fact has none. */
    readonly keys: string | null,
    readonly values: string,
  ) {}

  /** What tells it from the other rows of its source. */
  get key(): string {
    return this.keys === null ? this.head : `${this.head}\t${this.keys}`;
  }
}

/** Linked rows, the records that name a brand nobody tracks, and the campaigns that were added, renamed or moved. */
export interface LinkedRows {
  readonly rows: LinkedRow[];
  /** The lowest and the highest id of each of the fact's links. */
  readonly ids: readonly IdRange[];
  readonly unknown: Map<number, BadRecord>;
  readonly changedCampaigns: number;
}

/** Ids from the lowest to the highest, both included. */
export interface IdRange {
  lowest: number;
  highest: number;
}

/**
 * Replaces the names of brands and campaigns by their ids; campaigns are made and kept up to date on the way.
 * A record that names an unknown brand gives no row at all. The caller holds the workspace's row.
 */
export async function linkRows(session: Session, fact: FactClass, rows: readonly FactRow[]): Promise<LinkedRows> {
  const named = namedIn(rows);
  const brands = await brandIds(session, [...named.brands]);
  const unknown = brands.size === named.brands.size ? new Map<number, BadRecord>() : unknownBrands(rows, brands);
  const known = unknown.size === 0 ? rows : rows.filter(({ recordNo }) => !unknown.has(recordNo));
  const campaigns = await saveCampaigns(session, unknown.size === 0 ? named.campaigns : namedIn(known).campaigns, brands);
  return { ...linkedRows(fact, known, brands, campaigns.ids), unknown, changedCampaigns: campaigns.changed };
}

type Link = FactRow['links'][number];

function linkedRows(fact: FactClass, rows: readonly FactRow[], brands: Map<string, number>, campaigns: Map<string, number>) {
  const places = layoutOf(fact).links.map((_, place) => place);
  const ranges: IdRange[] = places.map(() => ({ lowest: Number.POSITIVE_INFINITY, highest: 0 }));
  const idOf = (link: Link) => (link === null ? 0 : typeof link === 'string' ? brands.get(link) : campaigns.get(link.key)) ?? 0;
  const isSame = (a: FactRow['links'], b: FactRow['links']) => a === b || places.every((place) => a[place] === b[place]);
  // Rows of one campaign mostly come together; they share what was looked up.
  let last: { day: Day; links: FactRow['links']; ids: number[]; head: string } | undefined;
  const hasKeys = layoutOf(fact).keys.length > 0;
  const linked = rows.map(({ recordNo, day, links, keys, values }): LinkedRow => {
    if (last === undefined || last.day !== day || !isSame(last.links, links)) {
      const ids = last && isSame(last.links, links) ? last.ids : places.map((place) => idOf(links[place] ?? null));
      for (const place of places) {
        const range = ranges[place]!;
        range.lowest = Math.min(range.lowest, ids[place]!);
        range.highest = Math.max(range.highest, ids[place]!);
      }
      last = { day, links, ids, head: [day, ...ids].join('\t') };
    }
    return new LinkedRow(recordNo, day, last.ids, last.head, hasKeys ? keys : null, values);
  });
  return { rows: linked, ids: ranges };
}

/** The brands and campaigns that rows name: of each campaign the page's last word. */
function namedIn(rows: readonly FactRow[]): { brands: Set<string>; campaigns: CampaignRef[] } {
  const brands = new Set<string>();
  const campaigns = new Map<string, CampaignRef>();
  let last: Link = null;
  for (const { links } of rows) {
    for (const link of links) {
      if (link === null || link === last) continue;
      last = link;
      if (typeof link !== 'string') campaigns.set(link.key, link);
      const brand = brandOf(link);
      if (brand) brands.add(brand);
    }
  }
  return { brands, campaigns: [...campaigns.values()] };
}

function brandOf(link: Link): string | null | undefined {
  return typeof link === 'string' ? link : link?.brand;
}

function unknownBrands(rows: readonly FactRow[], brands: Map<string, number>): Map<number, BadRecord> {
  const unknown = new Map<number, BadRecord>();
  for (const { recordNo, links } of rows) {
    const brand = links.map(brandOf).find((named) => named && !brands.has(named));
    if (brand) unknown.set(recordNo, new BadRecord(`brand: "${brand}" is not a tracked brand`, 'brand', brand));
  }
  return unknown;
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
