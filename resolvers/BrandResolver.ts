import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';
import { Brand } from '../entities/brand/Brand';
import { Cost } from '../src/graph/cost';
import type { GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import { brandQueries } from '../src/metrics/mention-readings/brand-names';
import { BrandHealth } from './brand/BrandHealth';
import { BrandHealthChange } from './brand/BrandHealthChange';
import { BrandQueryVersion } from './brand/BrandQueryVersion';
import { healthChange } from './brand/health-change';
import { healthOf } from './brand/health-of';
import { RangeInput, rangeOf } from './metrics/MetricQueryInput';
import { MetricSet, metricSet } from './metrics/MetricSet';

/** What one statement over the facts is worth in objects of an answer. */
const STATEMENT = 50;
/** And one over a few rows, of each brand. */
const SMALL_STATEMENT = 5;

/** The brands that the workspace owns or tracks. */
@Resolver(() => Brand)
export class BrandResolver {
  @Permit('viewer')
  @Query(() => [Brand], { description: 'The brands that the workspace owns or tracks, its own first.' })
  brands(@Ctx() context: GraphContext): Promise<Brand[]> {
    const { workspaceId } = context.caller;
    return context.read((session) => session.manager.find(Brand, { where: { workspaceId }, order: { own: 'DESC', key: 'ASC' } }));
  }

  @Permit('viewer')
  @Query(() => Brand, { nullable: true, description: 'One brand by its key; null when the workspace has none of that key.' })
  brand(@Arg('key', () => String) key: string, @Ctx() context: GraphContext): Promise<Brand | null> {
    const { workspaceId } = context.caller;
    return context.read((session) => session.manager.findOne(Brand, { where: { workspaceId, key } }));
  }

  @FieldResolver(() => MetricSet, { description: 'Metrics of the brand over a range; those of a whole list are computed together.' })
  metrics(
    @Root() brand: Brand,
    @Arg('range', () => RangeInput) range: RangeInput,
    @Arg('currency', () => String, { nullable: true }) currency: string | null,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<MetricSet> {
    return metricSet(context, { dimension: 'BRAND', key: brand.key }, { range, currency }, info);
  }

  @Cost({ own: STATEMENT })
  @FieldResolver(() => BrandHealth, { description: 'How the brand stood over a range, and what it is made of.' })
  health(@Root() brand: Brand, @Arg('range', () => RangeInput) range: RangeInput, @Ctx() context: GraphContext): Promise<BrandHealth> {
    return context.read((session, asker) => healthOf(session, brand.key, rangeOf(range), asker));
  }

  @Cost({ own: 2 * STATEMENT })
  @FieldResolver(() => BrandHealthChange, { description: 'How brand health changed from one range to another, and what of.' })
  healthChange(
    @Root() brand: Brand,
    @Arg('before', () => RangeInput) before: RangeInput,
    @Arg('after', () => RangeInput) after: RangeInput,
    @Ctx() context: GraphContext,
  ): Promise<BrandHealthChange> {
    return context.read(async (session, asker) => {
      const earlier = await healthOf(session, brand.key, rangeOf(before), asker);
      return healthChange(earlier, await healthOf(session, brand.key, rangeOf(after), asker));
    });
  }

  @Cost({ own: SMALL_STATEMENT })
  @FieldResolver(() => [BrandQueryVersion], {
    description: 'By which names texts were searched for the brand, the newest version first; QUERY_VERSION tells which found a mention.',
  })
  queries(@Root() brand: Brand, @Ctx() context: GraphContext): Promise<BrandQueryVersion[]> {
    return context.read((session) => brandQueries(session, brand.id));
  }
}
