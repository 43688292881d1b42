import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Query, Resolver } from 'type-graphql';
import { Cost } from '../src/graph/cost';
import type { GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import { mayAskBelow, selectedFields } from '../src/graph/selected-fields';
import { answer, answerUngrounded, type UngroundedAnswer } from '../src/metrics/answer';
import { metricCatalog } from '../src/metrics/catalog';
import { type ChangeExplanation as Explained, explainChange } from '../src/metrics/explain-change';
import type { Dimension, MetricName } from '../src/metrics/question';
import { goalTargets } from '../src/plan/goal-target-reader';
import { ChangeExplanation } from './metrics/ChangeExplanation';
import { DimensionNameEnum, MetricNameEnum } from './metrics/enums';
import { definitionOf, MetricDefinition } from './metrics/MetricDefinition';
import { FilterInput, filtersOf, MetricQueryInput, questionOf, RangeInput, rangeOf } from './metrics/MetricQueryInput';
import { MetricResult } from './metrics/MetricResult';
import { queryCost, STATEMENT } from './metrics/query-cost';

/** The fields that tell what an answer rests on. */
const GROUNDS = new Set(['asOf', 'dataVersion', 'lineage']);

/** Questions for numbers, and what the numbers mean. */
@Resolver()
export class MetricResolver {
  @Permit('viewer')
  @Query(() => [MetricDefinition], {
    description: 'Every metric; `search` finds a part of a name, label, description or synonym, in any language.',
  })
  metricCatalog(@Arg('search', () => String, { nullable: true }) search: string | null): MetricDefinition[] {
    return metricCatalog(search).map(definitionOf);
  }

  @Permit('viewer')
  @Cost({ own: queryCost })
  @Query(() => MetricResult, { description: 'Metrics over a range, cut by a grain and by dimensions, with what is needed to trust them.' })
  metrics(
    @Arg('query', () => MetricQueryInput) query: MetricQueryInput,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<UngroundedAnswer> {
    const warnings = selectedFields(info).includes('warnings');
    const answered = mayAskBelow(info, GROUNDS) ? answer : answerUngrounded;
    return context.read((session, asker) => answered(session, questionOf(query), asker, { targets: goalTargets, warnings }));
  }

  @Permit('viewer')
  @Cost({ own: 4 * STATEMENT })
  @Query(() => ChangeExplanation, {
    description: 'What a change of a sum, or of a quotient of sums, is made of, by the values of a dimension.',
  })
  explainChange(
    @Arg('metric', () => MetricNameEnum) metric: MetricName,
    @Arg('by', () => DimensionNameEnum) by: Dimension,
    @Arg('before', () => RangeInput) before: RangeInput,
    @Arg('after', () => RangeInput) after: RangeInput,
    @Arg('where', () => [FilterInput], { nullable: true, defaultValue: [] }) where: FilterInput[] | null,
    @Ctx() context: GraphContext,
  ): Promise<Explained> {
    const question = { metric, by, before: rangeOf(before), after: rangeOf(after), where: filtersOf(where) };
    return context.read((session, asker) => explainChange(session, question, asker));
  }
}
