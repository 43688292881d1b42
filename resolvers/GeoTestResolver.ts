import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { Cost } from '../src/graph/cost';
import type { GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import { answerGeoTest, type GeoAnswer } from '../src/metrics/experiment/geo-test';
import type { Dimension } from '../src/metrics/question';
import { GeoTest } from './experiments/GeoTest';
import { GeoTestInput } from './experiments/GeoTestInput';
import { filtersOf } from './metrics/MetricQueryInput';
import { STATEMENT } from './metrics/query-cost';

/** Each region is made up from the others in turn: so much work for one field. */
const PLACEBOS = 4;

/** Tests of marketing where regions and not users were chosen. */
@Resolver()
export class GeoTestResolver {
  @Permit('viewer')
  @Cost({ own: PLACEBOS * STATEMENT })
  @Query(() => GeoTest, {
    nullable: true,
    description:
      'What came of something that some regions got and others did not: difference in differences and synthetic control, with placebos. Null where the metric has no values by region.',
  })
  geoTest(@Arg('test', () => GeoTestInput) test: GeoTestInput, @Ctx() context: GraphContext): Promise<GeoAnswer | null> {
    const question = { ...test, by: test.by as Dimension, where: filtersOf(test.where) };
    return context.read((session, asker) => answerGeoTest(session, question, asker));
  }
}
