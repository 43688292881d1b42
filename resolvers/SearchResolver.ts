import { Arg, Args, ArgsType, Ctx, Field, Float, Int, Query, Resolver } from 'type-graphql';
import { DateTimeScalar } from '../entities/scalars';
import { Cost } from '../src/graph/cost';
import type { GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import { rankHistory } from '../src/metrics/seo/rank-history';
import { ctrCurves, searchCannibalisations, searchOpportunities } from '../src/metrics/seo/search-answers';
import { searchChanges } from '../src/metrics/seo/search-changes';
import { searchCoverage } from '../src/metrics/seo/search-coverage';
import { RangeInput, rangeOf } from './metrics/MetricQueryInput';
import { CoverageDay } from './search/CoverageDay';
import { CtrCurve } from './search/CtrCurve';
import { RankDay } from './search/RankDay';
import { SearchCannibalisation } from './search/SearchCannibalisation';
import { SearchChange } from './search/SearchChange';
import { SearchOpportunity } from './search/SearchOpportunity';

/** Rows by query and page are read, and days drawn anew. */
const READING = 300;
const ANSWER = 100;
const MOST = 200;

/** Whose search, in which days, as known when. */
@ArgsType()
class SearchArgs {
  @Field(() => String, { description: 'The key of the brand whose site it is.' }) brand!: string;
  @Field(() => RangeInput) range!: RangeInput;
  @Field(() => DateTimeScalar, { nullable: true, description: 'As it was known then.' }) asOf?: Date | null;
}

const askOf = ({ brand, range, asOf }: SearchArgs) => ({ brand, range: rangeOf(range), asOf: asOf ?? undefined });
const atMost = (first: number) => Math.min(Math.max(first, 0), MOST);

/** Organic search: how clicks follow from positions, what could be won, and what pages do to each other. */
@Resolver()
export class SearchResolver {
  @Permit('viewer')
  @Cost({ own: READING })
  @Query(() => [CtrCurve], {
    description:
      'How often results of a site are clicked by position, from its own days; queries for the brand apart, where rules tell them.',
  })
  ctrCurve(@Args(() => SearchArgs) args: SearchArgs, @Ctx() context: GraphContext): Promise<CtrCurve[]> {
    return context.read((session, asker) => ctrCurves(session, askOf(args), asker));
  }

  @Permit('viewer')
  @Cost({ own: READING })
  @Query(() => [SearchOpportunity], { description: 'The queries that would bring most at a better position, the largest gain first.' })
  searchOpportunities(
    @Args(() => SearchArgs) args: SearchArgs,
    @Arg('target', () => Float, { defaultValue: 3, description: 'The position to reach; 1 is the top.' }) target: number,
    @Arg('leastImpressions', () => Int, { defaultValue: 50 }) leastImpressions: number,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Ctx() context: GraphContext,
  ): Promise<SearchOpportunity[]> {
    const rule = { target: Math.max(target, 1), leastImpressions, first: atMost(first) };
    return context.read((session, asker) => searchOpportunities(session, { ...askOf(args), ...rule }, asker));
  }

  @Permit('viewer')
  @Cost({ own: READING })
  @Query(() => [SearchCannibalisation], {
    description: 'The queries for which a site shows several pages, those with the most signs of harm first.',
  })
  searchCannibalisation(
    @Args(() => SearchArgs) args: SearchArgs,
    @Arg('leastImpressions', () => Int, { defaultValue: 50 }) leastImpressions: number,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Ctx() context: GraphContext,
  ): Promise<SearchCannibalisation[]> {
    const rule = { leastImpressions, first: atMost(first) };
    return context.read((session, asker) => searchCannibalisations(session, { ...askOf(args), ...rule }, asker));
  }

  @Permit('viewer')
  @Cost({ own: READING })
  @Query(() => [SearchChange], {
    description:
      'The queries that won or lost most clicks between two ranges, each split exactly into impressions, position and click rate.',
  })
  searchChanges(
    @Arg('brand', () => String) brand: string,
    @Arg('before', () => RangeInput) before: RangeInput,
    @Arg('after', () => RangeInput) after: RangeInput,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('asOf', () => DateTimeScalar, { nullable: true, description: 'As it was known then.' }) asOf: Date | null,
    @Ctx() context: GraphContext,
  ): Promise<SearchChange[]> {
    const question = { brand, before: rangeOf(before), after: rangeOf(after), first: atMost(first), asOf: asOf ?? undefined };
    return context.read((session, asker) => searchChanges(session, question, asker));
  }

  @Permit('viewer')
  @Cost({ own: ANSWER })
  @Query(() => [RankDay], {
    description: 'Where a query stood day by day, with the pages that were found. A lost rank is null; empty where nothing was ever found.',
  })
  searchRankHistory(
    @Args(() => SearchArgs) args: SearchArgs,
    @Arg('query', () => String) query: string,
    @Ctx() context: GraphContext,
  ): Promise<RankDay[]> {
    return context.read((session, asker) => rankHistory(session, { ...askOf(args), query }, asker));
  }

  @Permit('viewer')
  @Cost({ own: ANSWER })
  @Query(() => [CoverageDay], {
    description: 'Whole-site totals and what of them has no named query, day by day, with a flag where named rows may have been cut off.',
  })
  searchCoverage(@Args(() => SearchArgs) args: SearchArgs, @Ctx() context: GraphContext): Promise<CoverageDay[]> {
    return context.read((session, asker) => searchCoverage(session, askOf(args), asker));
  }
}
