import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, Info, Int, Query, Resolver, Root } from 'type-graphql';
import { Brand } from '../entities/brand/Brand';
import { byId } from '../src/graph/by-id';
import { Cost } from '../src/graph/cost';
import type { GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import { resolveRange } from '../src/metrics/period';
import { Livestream } from './creators/Livestream';
import { LivestreamConnection } from './creators/LivestreamConnection';
import { livestreamSubject } from './creators/livestream-subject';
import { findLivestreams, type LivestreamFilter } from './creators/livestreams-page';
import { RangeInput, rangeOf } from './metrics/MetricQueryInput';
import { MetricSet, metricSet } from './metrics/MetricSet';
import { STATEMENT } from './metrics/query-cost';

const DEFAULT_PAGE = 50;
const brandById = byId(Brand);

/** Which livestreams a list holds. */
@ArgsType()
class LivestreamsArgs {
  @Field(() => [String], { nullable: true, description: 'Accounts as platforms name them, or keys of creators, whose accounts count.' })
  creator!: string[] | null;

  @Field(() => [String], { nullable: true }) platform!: string[] | null;
  @Field(() => [String], { nullable: true, description: 'Keys of brands.' }) brand!: string[] | null;
  @Field(() => RangeInput, { nullable: true, description: 'On which they began; all days when absent.' }) range!: RangeInput | null;
}

/** Livestreams one by one; what one came to in full is told by `liveSession`. */
@Resolver(() => Livestream)
export class LivestreamResolver {
  @Permit('viewer')
  @Cost({ own: STATEMENT })
  @Query(() => LivestreamConnection, { description: 'Selling livestreams, the newest first.' })
  async livestreams(
    @Arg('first', () => Int, { nullable: true, defaultValue: DEFAULT_PAGE }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Args(() => LivestreamsArgs) { creator, platform, brand, range }: LivestreamsArgs,
    @Ctx() context: GraphContext,
  ): Promise<LivestreamConnection> {
    const size = first ?? DEFAULT_PAGE;
    const filterFor = (today: string): LivestreamFilter => ({
      creators: creator ?? null,
      platforms: platform ?? null,
      brands: brand ?? null,
      range: range ? resolveRange(rangeOf(range), today) : null,
    });
    const find = (page: { readonly after: string | null; readonly most: number }) =>
      context.read((session, { today }) => findLivestreams(session, filterFor(today), page));
    const { rows, total } = await find({ after: after ?? null, most: size + 1 });
    const edges = rows.slice(0, size);
    return {
      edges: [...edges],
      pageInfo: { hasNextPage: rows.length > size, endCursor: edges.at(-1)?.cursor ?? null },
      totalCount: async () => (after == null ? total : (await find({ after: null, most: 1 })).total),
    };
  }

  @FieldResolver(() => Brand, { nullable: true, description: 'The brand whose products it sold.' })
  brand(@Root() { brandId }: Livestream, @Ctx() context: GraphContext): Promise<Brand | null> | null {
    return brandId === 0 ? null : context.load(brandById, brandId);
  }

  @FieldResolver(() => MetricSet, {
    description: 'Metrics of the livestream over a range; those of a whole list are computed together.',
  })
  metrics(
    @Root() livestream: Livestream,
    @Arg('range', () => RangeInput) range: RangeInput,
    @Arg('currency', () => String, { nullable: true }) currency: string | null,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<MetricSet> {
    return metricSet(context, livestreamSubject(livestream), { range, currency }, info);
  }
}
