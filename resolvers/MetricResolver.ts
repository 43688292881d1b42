import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { Cost } from '../src/graph/cost';
import type { GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import { answer } from '../src/metrics/answer';
import type { Answer } from '../src/metrics/question';
import { catalogue, MetricDefinition } from './metrics/MetricDefinition';
import { MetricQueryInput, questionOf } from './metrics/MetricQueryInput';
import { MetricResult } from './metrics/MetricResult';

/** What one statement over the facts is worth in objects of an answer. */
const STATEMENT = 50;

/** Questions for numbers, and what the numbers mean. */
@Resolver()
export class MetricResolver {
  @Permit('viewer')
  @Query(() => [MetricDefinition], {
    description: 'Every metric; `search` finds a part of a name, label, description or synonym, in any language.',
  })
  metricCatalog(@Arg('search', () => String, { nullable: true }) search: string | null): MetricDefinition[] {
    return catalogue(search);
  }

  @Permit('viewer')
  @Cost({ own: STATEMENT })
  @Query(() => MetricResult, { description: 'Metrics over a range, cut by a grain and by dimensions, with what is needed to trust them.' })
  metrics(@Arg('query', () => MetricQueryInput) query: MetricQueryInput, @Ctx() context: GraphContext): Promise<Answer> {
    return context.read((session, asker) => answer(session, questionOf(query), asker));
  }
}
