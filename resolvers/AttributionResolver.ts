import { Arg, Ctx, FieldResolver, Float, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Cost, pageSize } from '../src/graph/cost';
import type { GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import { type AttributionAnswer, answerAttribution } from '../src/metrics/attribution/answer-attribution';
import type { AttributionQuestion } from '../src/metrics/attribution/attribution-question';
import { type JourneyExample, journeyExamples } from '../src/metrics/attribution/journey-examples';
import { chooseReportingModel, type ReportingModelName, reportingModel } from '../src/metrics/attribution/reporting-model';
import { AttributionModel } from './AttributionModel';
import { Attribution, Journey } from './attribution/Attribution';
import { AttributionInput, attributionOf } from './attribution/AttributionInput';
import { ReportingModel } from './attribution/ReportingModel';
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

  @Permit('viewer')
  @Query(() => ReportingModel, { description: 'By which model the metrics of attributed conversions and revenue credit orders.' })
  reportingModel(@Ctx() context: GraphContext): Promise<ReportingModel> {
    return context.read(reportingModel);
  }

  @Permit('admin')
  @Mutation(() => ReportingModel, {
    description:
      'Chooses by which model attributed conversions and revenue are reported: FIRST, LAST, LAST_NON_DIRECT, LINEAR, TIME_DECAY or POSITION. Credits follow within a minute; asOf gives those of before.',
  })
  chooseReportingModel(
    @Arg('model', () => AttributionModel) model: ReportingModelName,
    @Arg('windowDays', () => Int, { nullable: true, description: 'As before when absent; 30 at first.' }) windowDays: number | null,
    @Arg('halfLifeDays', () => Float, { nullable: true, description: 'As before when absent; 7 at first.' }) halfLifeDays: number | null,
    @Ctx() context: GraphContext,
  ): Promise<ReportingModel> {
    return context.write((session) => chooseReportingModel(session, { model, windowDays, halfLifeDays }, context.caller.name));
  }
}
