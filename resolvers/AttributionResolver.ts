import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { Cost, pageSize } from '../src/graph/cost';
import type { GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import { type AttributionAnswer, answerAttribution } from '../src/metrics/attribution/answer-attribution';
import type { AttributionQuestion } from '../src/metrics/attribution/attribution-question';
import { type JourneyExample, journeyExamples } from '../src/metrics/attribution/journey-examples';
import { Attribution, Journey } from './attribution/Attribution';
import { AttributionInput, attributionOf } from './attribution/AttributionInput';
import { STATEMENT } from './metrics/query-cost';

type Asked = AttributionAnswer & { readonly question: AttributionQuestion };

/** Who is credited for orders, beside what platforms claim and what tests found. */
@Resolver(() => Attribution)
export class AttributionResolver {
  @Permit('viewer')
  @Cost({ own: 6 * STATEMENT })
  @Query(() => Attribution, {
    description: 'Who is credited for the orders of a range, beside what platforms claim and what lift tests found.',
  })
  async attribution(@Arg('query', () => AttributionInput) query: AttributionInput, @Ctx() context: GraphContext): Promise<Asked> {
    const question = attributionOf(query);
    const answered = await context.read((session, asker) => answerAttribution(session, question, asker));
    return { ...answered, question: { ...question, asOf: answered.asOf } };
  }

  @Cost({ own: 2 * STATEMENT, items: pageSize })
  @FieldResolver(() => [Journey], { description: 'Journeys behind the credits, with the raw records of their touches and orders.' })
  journeys(
    @Root() { question }: Asked,
    @Arg('key', () => String, { nullable: true, description: 'Only journeys with a touch of this row.' }) key: string | null,
    @Arg('first', () => Int, { defaultValue: 10 }) first: number,
    @Arg('skip', () => Int, { defaultValue: 0 }) skip: number,
    @Arg('converted', () => Boolean, { defaultValue: true, description: 'Those that led to an order, or those that led to none.' })
    converted: boolean,
    @Ctx() context: GraphContext,
  ): Promise<JourneyExample[]> {
    return context.read((session, asker) => journeyExamples(session, question, { key, first, skip, converted }, asker));
  }
}
