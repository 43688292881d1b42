import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, Info, Int, Query, Resolver, Root } from 'type-graphql';
import { Brand } from '../entities/brand/Brand';
import { byId } from '../src/graph/by-id';
import { Cost } from '../src/graph/cost';
import type { GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import { selectedFields } from '../src/graph/selected-fields';
import { resolveRange } from '../src/metrics/period';
import { Mention } from './mentions/Mention';
import { MentionConnection } from './mentions/MentionConnection';
import { findMentions, type MentionFilter } from './mentions/mentions-page';
import { RangeInput, rangeOf } from './metrics/MetricQueryInput';
import { STATEMENT } from './metrics/query-cost';

const DEFAULT_PAGE = 50;
const brandById = byId(Brand);

/** Which mentions a list holds. */
@ArgsType()
class MentionsArgs {
  @Field(() => String, {
    nullable: true,
    description:
      'Words that are all in the text; of Chinese and Japanese, every pair of neighbouring characters, simplified or traditional.',
  })
  search!: string | null;

  @Field(() => [String], { nullable: true, description: 'Keys of brands.' }) brand!: string[] | null;
  @Field(() => [String], { nullable: true, description: 'positive, neutral, negative.' }) sentiment!: string[] | null;
  @Field(() => [String], { nullable: true, description: 'ISO 639 codes.' }) language!: string[] | null;
  @Field(() => RangeInput, { nullable: true, description: 'All days when absent.' }) range!: RangeInput | null;
}

/** Mentions one by one, as they were read; what they come to is a question for `metrics`. */
@Resolver(() => Mention)
export class MentionResolver {
  @Permit('viewer')
  @Cost({ own: STATEMENT })
  @Query(() => MentionConnection, { description: 'Posts and articles that name the tracked brands, the newest first.' })
  async mentions(
    @Arg('first', () => Int, { nullable: true, defaultValue: DEFAULT_PAGE }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Args(() => MentionsArgs) { search, brand, sentiment, language, range }: MentionsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<MentionConnection> {
    const size = first ?? DEFAULT_PAGE;
    const counted = selectedFields(info).includes('totalCount') && (after ?? null) === null;
    const filterFor = (today: string): MentionFilter => ({
      search: search ?? null,
      brands: brand ?? null,
      sentiments: sentiment ?? null,
      languages: language ?? null,
      range: range ? resolveRange(rangeOf(range), today) : null,
    });
    const { rows, total } = await context.read((session, { today }) =>
      findMentions(session, filterFor(today), { after: after ?? null, most: size + 1, counted }),
    );
    const edges = rows.slice(0, size);
    // A later page is counted from the first place on.
    const countAll = () =>
      context.read((session, { today }) => findMentions(session, filterFor(today), { after: null, most: 1, counted: true }));
    return {
      edges: [...edges],
      pageInfo: { hasNextPage: rows.length > size, endCursor: edges.at(-1)?.cursor ?? null },
      totalCount: async () => total ?? (await countAll()).total ?? 0,
    };
  }

  @FieldResolver(() => Brand, { nullable: true, description: 'The brand that is named.' })
  brand(@Root() { brandId }: Mention, @Ctx() context: GraphContext): Promise<Brand | null> | null {
    return brandId === 0 ? null : context.load(brandById, brandId);
  }
}
