import { Arg, Query, Resolver } from 'type-graphql';
import { Permit } from '../src/graph/permit';
import { catalogue, MetricDefinition } from './metrics/MetricDefinition';

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
}
