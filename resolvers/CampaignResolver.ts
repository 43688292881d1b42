import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Int, Query, Resolver, Root } from 'type-graphql';
import { Brand } from '../entities/brand/Brand';
import { Campaign } from '../entities/campaign/Campaign';
import { Goal } from '../entities/plan/Goal';
import type { Session } from '../src/database/session';
import { byId } from '../src/graph/by-id';
import { decodeCursor } from '../src/graph/cursor';
import { Edge } from '../src/graph/edge';
import { Foreseeable } from '../src/graph/foreseeable';
import type { Batch, GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import { mayAskBelow, selectedFields } from '../src/graph/selected-fields';
import type { IdList } from '../src/metrics/question';
import { goalsOfCampaigns } from '../src/plan/goals-of-campaigns';
import { CampaignConnection, type ListedCampaign } from './CampaignConnection';
import { RangeInput } from './metrics/MetricQueryInput';
import { MetricSet, metricSet, metricSetsAhead } from './metrics/MetricSet';

const DEFAULT_PAGE = 50;
const brandById = byId(Brand);

const goalsOf: Batch<number, Goal[]> = async (context, campaignIds) => {
  const links = await context.read((session) => goalsOfCampaigns(session, campaignIds));
  const found = new Map<number, Goal[]>();
  for (const { campaignId, goal } of links) found.set(campaignId, [...(found.get(campaignId) ?? []), goal]);
  return campaignIds.map((id) => found.get(id) ?? []);
};

/** Campaigns as their platforms name them. */
@Resolver(() => Campaign)
export class CampaignResolver {
  @Permit('viewer')
  @Query(() => CampaignConnection, { description: 'Campaigns by name; `search` finds a part of the name or key.' })
  async campaigns(
    @Arg('first', () => Int, { nullable: true, defaultValue: DEFAULT_PAGE }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('search', () => String, { nullable: true }) search: string | null,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CampaignConnection> {
    const size = first ?? DEFAULT_PAGE;
    const counted = selectedFields(info).includes('totalCount');
    const { found, total } = await context.read(async (session, asker) => {
      const list = pageIds(session, { search, after, size });
      // What takes the longest is sent first.
      const numbers = metricSetsAhead(
        context,
        { session, asker },
        { dimension: 'CAMPAIGN', among: { list, most: size } },
        { info, path: ['edges', 'node'], type: 'Campaign' },
      );
      const shown = SHOWN_FOR.filter(({ field }) => mayAskBelow(info, new Set([field])));
      const [page, foresee] = await Promise.all([pageOf(session, { search, after, size: size + 1 }, { counted, shown }), numbers]);
      // The one more is there to tell whether there is a next page.
      foresee(page.found.slice(0, size));
      return page;
    });
    const edges = found.slice(0, size).map((node) => new Edge(node, () => [node.name, node.id]));
    return {
      edges,
      pageInfo: { hasNextPage: found.length > size, endCursor: edges.at(-1)?.cursor ?? null },
      totalCount: async () => total ?? context.read((session) => countOf(session, search)),
    };
  }

  @Permit('viewer')
  @Query(() => Campaign, { nullable: true, description: 'One campaign by its key, `<platform>:<id there>`; null when there is none.' })
  campaign(@Arg('key', () => String) key: string, @Ctx() context: GraphContext): Promise<Campaign | null> {
    const { workspaceId } = context.caller;
    return context.read((session) => session.manager.findOne(Campaign, { where: { workspaceId, key } }));
  }

  @FieldResolver(() => Brand, { nullable: true })
  brand(@Root() campaign: Campaign, @Ctx() context: GraphContext): Promise<Brand | null> | null {
    return campaign.brandId === null ? null : context.load(brandById, campaign.brandId);
  }

  @FieldResolver(() => [Goal], { description: 'The goals in force that the campaign serves.' })
  goals(@Root() campaign: Campaign, @Ctx() context: GraphContext): Promise<Goal[]> {
    return context.load(goalsOf, campaign.id);
  }

  @Foreseeable()
  @FieldResolver(() => MetricSet, { description: 'Metrics of the campaign over a range; those of a whole list are computed together.' })
  metrics(
    @Root() campaign: Campaign,
    @Arg('range', () => RangeInput) range: RangeInput,
    @Arg('currency', () => String, { nullable: true }) currency: string | null,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<MetricSet> {
    return metricSet(context, { dimension: 'CAMPAIGN', key: campaign.key, id: campaign.id }, { range, currency }, info);
  }
}

const COLUMNS = 'c.id, c.key, c.name';

/** What is read of campaigns for some fields only. */
const SHOWN_FOR = [
  { field: 'platform', column: 'c.platform' },
  { field: 'brand', column: 'c.brand_id AS "brandId"' },
] as const;

function patternOf(search: string | null | undefined): string | null {
  return search ? `%${search.replace(/[\\%_]/g, '\\$&')}%` : null;
}

interface Page {
  readonly search: string | null;
  readonly after: string | null;
  readonly size: number;
}

/** What is told of a page. */
interface Told {
  /** Whether to say how many there are in all: the first page can. */
  readonly counted: boolean;
  /** The columns that its fields need beside {@link COLUMNS}. */
  readonly shown: readonly (typeof SHOWN_FOR)[number][];
}

async function pageOf(
  session: Session,
  page: Page,
  { counted, shown }: Told,
): Promise<{ readonly found: readonly ListedCampaign[]; readonly total: number | null }> {
  const isFirst = page.after === null || page.after === undefined;
  const total = counted && isFirst ? ', count(*) OVER () AS total' : '';
  const values: unknown[] = [];
  const columns = [COLUMNS, ...shown.map(({ column }) => column)].join(', ');
  const sql = pageSql(`${columns}${total}`, session, page, placesOf(values));
  // The text follows from these alone, so that one name is one text.
  const name = `campaigns${shown.map(({ field }) => `-${field}`).join('')}${total ? '-counted' : ''}${page.search ? '-found' : ''}${isFirst ? '' : '-after'}`;
  const rows = await session.query<ListedCampaign & { total?: bigint }>(sql, values, name);
  return { found: rows, total: total ? Number(rows[0]?.total ?? 0) : null };
}

/** The ids of a page, as {@link pageOf} finds them. */
function pageIds(session: Session, page: Page): IdList {
  const { search, after, size } = page;
  const sql: IdList['sql'] = (parameters) => pageSql('c.id', session, page, (value, type) => parameters.add(value, type));
  return { key: JSON.stringify([search, after, size]), sql };
}

async function countOf(session: Session, search: string | null): Promise<number> {
  const values: unknown[] = [];
  const sql = `SELECT count(*) FROM hub.campaign c WHERE ${matching(session, search, placesOf(values))}`;
  const [row] = await session.query<{ count: bigint }>(sql, values);
  return Number(row?.count ?? 0);
}

/** Gives a value its placeholder. */
type Place = (value: string | number, type: string) => string;

function placesOf(values: unknown[]): Place {
  return (value, type) => `$${values.push(value)}::${type}`;
}

function pageSql(columns: string, session: Session, { search, after, size }: Page, place: Place): string {
  const [name, id] = after === null || after === undefined ? [] : decodeCursor(after, ['string', 'number']);
  const beyond = name === undefined || id === undefined ? '' : ` AND (c.name, c.id) > (${place(name, 'text')}, ${place(id, 'integer')})`;
  return `SELECT ${columns} FROM hub.campaign c WHERE ${matching(session, search, place)}${beyond} ORDER BY c.name, c.id LIMIT ${place(size, 'integer')}`;
}

/** The conditions of a search; without one all campaigns match. */
function matching({ workspaceId }: Session, search: string | null | undefined, place: Place): string {
  const own = `c.workspace_id = ${place(workspaceId, 'integer')}`;
  const pattern = patternOf(search);
  if (pattern === null) return own;
  const like = place(pattern, 'text');
  return `${own} AND (c.name ILIKE ${like} OR c.key ILIKE ${like})`;
}
