import type { CampaignRef, FactClass } from '../entities/facts/fact';
import type { Session } from '../src/database/session';
import type { Day } from '../src/lib/day';
import { type CellBytes, CellWriter } from './cells';
import { BadRecord } from './errors';
import { layoutOf } from './fact-layout';
import type { FactRow } from './fact-row';
import type { RowLinks } from './fact-values';
import type { KnownLinks } from './known/known-records';
import { NotKnown } from './known/page-known';
import { brandIds, saveCampaigns } from './save-campaigns';

/** Heads share bytes of so many. */
const SHARED = 64 * 1024;
const writer = new CellWriter(SHARED);

/** What rows of one day that name the same have in common. */
export class RowHead {
  /** Where the day and the ids lie as cells. */
  readonly cells: CellBytes;
  readonly start: number;
  readonly end: number;

  constructor(
    readonly day: Day,
    /** The ids of its links. */
    readonly ids: readonly number[],
  ) {
    writer.begin();
    writer.day(day);
    for (const id of ids) writer.integer(id);
    const { length } = writer;
    ({ cells: this.cells, start: this.start } = writer.end());
    this.end = this.start + length;
  }

  /** The cells of the key that the row's own bytes do not hold, as COPY writes them. */
  get text(): string {
    return [this.day, ...this.ids].join('\t');
  }
}

/** A row with every link resolved to an id. */
export class LinkedRow {
  constructor(
    readonly row: FactRow,
    readonly head: RowHead,
  ) {}

  get recordNo(): number {
    return this.row.recordNo;
  }

  get day(): Day {
    return this.head.day;
  }

  /** What tells it from the other rows of its source, byte for character. */
  get key(): string {
    const { head, row } = this;
    return head.cells.bytes.toString('latin1', head.start, head.end) + row.cells.bytes.toString('latin1', row.start, row.middle);
  }

  /** The cells of its key as COPY writes them, joined by tabs. */
  get keyText(): string {
    const { head, row } = this;
    return row.middle > row.start ? `${head.text}\t${row.keys}` : head.text;
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
 * A record that names an unknown brand gives no row at all. The caller holds the workspace's row. What records name that were not read, `known`, is
 * seen to as well; throws NotKnown when it does not lead to the same ids, or differs from what others of the page say of a campaign.
 */
export async function linkRows(
  session: Session,
  fact: FactClass,
  rows: readonly FactRow[],
  known: Iterable<KnownLinks> = [],
): Promise<LinkedRows> {
  const unread = [...known];
  const named = withUnread(namedIn(rows), unread);
  const brands = await brandIds(session, [...named.brands]);
  const unknown = brands.size === named.brands.size ? new Map<number, BadRecord>() : unknownBrands(rows, brands);
  if (unread.length > 0 && brands.size < named.brands.size) throw new NotKnown();
  const good = unknown.size === 0 ? rows : rows.filter(({ recordNo }) => !unknown.has(recordNo));
  const campaigns = await saveCampaigns(session, unknown.size === 0 ? named.campaigns : namedIn(good).campaigns, brands);
  const idOf = idsOf(brands, campaigns.ids);
  if (unread.some(({ links, ids }) => links.some((link, place) => idOf(link) !== ids[place]))) throw new NotKnown();
  return { ...linkedRows(fact, good, idOf), unknown, changedCampaigns: campaigns.changed };
}

/** What rows name, and what records name beside them that were not read. */
function withUnread(named: ReturnType<typeof namedIn>, unread: readonly KnownLinks[]): ReturnType<typeof namedIn> {
  if (unread.length === 0) return named;
  const campaigns = new Map(named.campaigns.map((campaign) => [campaign.key, campaign]));
  for (const link of unread.flatMap(({ links }) => links)) {
    const brand = brandOf(link);
    if (brand) named.brands.add(brand);
    if (link === null || typeof link === 'string') continue;
    const other = campaigns.get(link.key);
    // Which of them comes last is not known.
    if (other && !isSameCampaign(other, link)) throw new NotKnown();
    campaigns.set(link.key, link);
  }
  return { brands: named.brands, campaigns: [...campaigns.values()] };
}

function isSameCampaign(a: CampaignRef, b: CampaignRef): boolean {
  return a.name === b.name && a.platform === b.platform && a.channel === b.channel && a.brand === b.brand;
}

function idsOf(brands: ReadonlyMap<string, number>, campaigns: ReadonlyMap<string, number>): (link: Link) => number {
  return (link) => (link === null ? 0 : typeof link === 'string' ? brands.get(link) : campaigns.get(link.key)) ?? 0;
}

type Link = RowLinks[number];

function linkedRows(fact: FactClass, rows: readonly FactRow[], idOf: (link: Link) => number) {
  const places = layoutOf(fact).links.map((_, place) => place);
  const ranges: IdRange[] = places.map(() => ({ lowest: Number.POSITIVE_INFINITY, highest: 0 }));
  const isSame = (a: RowLinks, b: RowLinks) => a === b || places.every((place) => a[place] === b[place]);
  // Rows of one campaign mostly come together; they share what was looked up.
  let last: { links: RowLinks; head: RowHead } | undefined;
  const linked = rows.map((row): LinkedRow => {
    const { day, links } = row;
    if (last === undefined || last.head.day !== day || !isSame(last.links, links)) {
      const ids = last && isSame(last.links, links) ? last.head.ids : places.map((place) => idOf(links[place] ?? null));
      for (const place of places) {
        const range = ranges[place]!;
        range.lowest = Math.min(range.lowest, ids[place]!);
        range.highest = Math.max(range.highest, ids[place]!);
      }
      last = { links, head: new RowHead(day, ids) };
    }
    return new LinkedRow(row, last.head);
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
