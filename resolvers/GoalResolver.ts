import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Float, ID, Info, Int, Query, Resolver, Root } from 'type-graphql';
import { Campaign } from '../entities/campaign/Campaign';
import { Goal } from '../entities/plan/Goal';
import { Plan } from '../entities/plan/Plan';
import { Experiment } from '../entities/research/Experiment';
import { Finding } from '../entities/research/Finding';
import { DayScalar } from '../entities/scalars';
import { byId } from '../src/graph/by-id';
import { type ArgumentPath, Cost } from '../src/graph/cost';
import type { GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import type { Unit } from '../src/lib/day';
import type { ExperimentAnswer } from '../src/metrics/experiment/experiment-answer';
import { findings, type StoredFinding } from '../src/metrics/research/findings';
import { calibrateForecasts } from '../src/plan/calibrate-forecasts';
import { amount, evaluateGoals } from '../src/plan/evaluate-goals';
import { findGoal } from '../src/plan/find-goal';
import { nameIn } from '../src/plan/local-names';
import { readGoals } from '../src/plan/read-goals';
import type { GoalStatus } from '../src/plan/status';
import { experiments } from './experiments/experiment-batches';
import { DimensionFilter } from './goals/DimensionFilter';
import { ForecastCalibration } from './goals/ForecastCalibration';
import { GoalForecast } from './goals/GoalForecast';
import { GoalPeriod } from './goals/GoalPeriod';
import { GoalStatusEnum } from './goals/GoalStatusEnum';
import { GoalTargetVersion } from './goals/GoalTargetVersion';
import { campaigns, children, evaluation, forecast, periods, plannedGoal, targetVersions } from './goals/goal-batches';
import { DirectionEnum, GrainEnum, MetricNameEnum, UnitEnum } from './metrics/enums';
import { RangeInput } from './metrics/MetricQueryInput';
import { MetricSet, metricSet } from './metrics/MetricSet';

/** What one statement over the facts is worth in objects of an answer. */
const STATEMENT = 50;
/** Goals are evaluated together, so that each costs little more than an object. */
const SHARED = 2;
const NUMBER = { nullable: true } as const;
const PERIODS_A_YEAR: Readonly<Record<Unit, number>> = { DAY: 366, WEEK: 54, MONTH: 12, QUARTER: 4, YEAR: 1 };

const goalById = byId(Goal);
const planById = byId(Plan);

/** Goals: what they ask for, where they stand, and what serves them. */
@Resolver(() => Goal)
export class GoalResolver {
  @Permit('viewer')
  @Query(() => Goal, {
    nullable: true,
    description:
      'One goal by its key; without a year that of this year’s plan or, where it has none, of the latest. Null when there is none.',
  })
  async goal(
    @Arg('key', () => String) key: string,
    @Arg('year', () => Int, { nullable: true }) year: number | null,
    @Ctx() context: GraphContext,
  ): Promise<Goal | null> {
    const found = await context.read((session, asker) => findGoal(session, key, year ?? null, asker));
    return found?.goal ?? null;
  }

  @Permit('viewer')
  @Cost({ own: STATEMENT })
  @Query(() => [Goal], {
    description: 'The goals in force, in the order of their plans; of one year, or in one of some states, when asked so.',
  })
  goals(
    @Arg('year', () => Int, { nullable: true }) year: number | null,
    @Arg('status', () => [GoalStatusEnum], { nullable: true }) status: GoalStatus[] | null,
    @Ctx() context: GraphContext,
  ): Promise<Goal[]> {
    return context.read(async (session, asker) => {
      const goals = (await readGoals(session)).filter(({ plan }) => !year || plan.year === year);
      if (!status) return goals.map(({ goal }) => goal);
      const evaluations = await evaluateGoals(session, goals, asker);
      return goals.filter((_, i) => status.includes(evaluations[i]!.status)).map(({ goal }) => goal);
    });
  }

  @Permit('viewer')
  @Cost({ own: 10 * STATEMENT })
  @Query(() => ForecastCalibration, {
    description:
      'How far the chances of goals are to be believed: Brier score and reliability over the months and quarters that have ended.',
  })
  forecastCalibration(
    @Arg('year', () => Int, { nullable: true, description: 'Goals of the plan of that year; of all plans when absent.' }) year:
      | number
      | null,
    @Ctx() context: GraphContext,
  ): Promise<ForecastCalibration> {
    return context.read(async (session, asker) => {
      const goals = (await readGoals(session)).filter(({ plan }) => !year || plan.year === year);
      return { ...(await calibrateForecasts(session, goals, asker)) } as ForecastCalibration;
    });
  }

  @FieldResolver(() => MetricSet, {
    description: 'Metrics of the campaigns that serve the goal, together; what cannot be added up over campaigns is null.',
  })
  async metrics(
    @Root() goal: Goal,
    @Arg('range', () => RangeInput) range: RangeInput,
    @Arg('currency', () => String, { nullable: true }) currency: string | null,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<MetricSet> {
    const serving = await context.load(campaigns, goal.id);
    return metricSet(
      context,
      { dimension: 'GROUP', key: String(goal.id), campaigns: serving.map(({ key }) => key) },
      { range, currency },
      info,
    );
  }

  @FieldResolver(() => String)
  title(@Root() goal: Goal, @Ctx() context: GraphContext): string {
    return nameIn(goal.title, context.locale);
  }

  @FieldResolver(() => String, { nullable: true, description: 'The part of the plan that the goal stands in.' })
  section(@Root() goal: Goal, @Ctx() context: GraphContext): string | null {
    return goal.section && nameIn(goal.section.title, context.locale);
  }

  @FieldResolver(() => Plan)
  async plan(@Root() goal: Goal, @Ctx() context: GraphContext): Promise<Plan | null> {
    return context.load(planById, goal.planId);
  }

  @FieldResolver(() => MetricNameEnum)
  metric(@Root() goal: Goal): string {
    return goal.metric;
  }

  @FieldResolver(() => [DimensionFilter])
  where(@Root() goal: Goal): DimensionFilter[] {
    return goal.filters;
  }

  @FieldResolver(() => UnitEnum)
  unit(@Root() goal: Goal): string {
    return goal.unit;
  }

  @FieldResolver(() => String, { nullable: true, description: 'ISO 4217, of a goal that counts money: its plan’s.' })
  async currency(@Root() goal: Goal, @Ctx() context: GraphContext): Promise<string | null> {
    return goal.unit === 'MONEY' ? (await plannedGoal(context, goal.id)).plan.currency : null;
  }

  @FieldResolver(() => DirectionEnum)
  better(@Root() goal: Goal): string {
    return goal.better;
  }

  @FieldResolver(() => DayScalar)
  start(@Root() goal: Goal): string {
    return goal.startDay;
  }

  @FieldResolver(() => DayScalar)
  end(@Root() goal: Goal): string {
    return goal.endDay;
  }

  @FieldResolver(() => Float)
  target(@Root() goal: Goal): number {
    return amount(goal.target);
  }

  @Cost({ items: () => 2 })
  @FieldResolver(() => [GoalTargetVersion], { description: 'The targets that the goal ever had, the oldest first.' })
  targetVersions(@Root() goal: Goal, @Ctx() context: GraphContext): Promise<GoalTargetVersion[]> {
    return context.load(targetVersions, goal.id);
  }

  @FieldResolver(() => Goal, { nullable: true })
  parent(@Root() goal: Goal, @Ctx() context: GraphContext): Promise<Goal | null> | null {
    return goal.parentId === null ? null : context.load(goalById, goal.parentId);
  }

  @Cost({ items: () => 5 })
  @FieldResolver(() => [Goal], { description: 'Its sub-goals, in the plan’s order.' })
  children(@Root() goal: Goal, @Ctx() context: GraphContext): Promise<Goal[]> {
    return context.load(children, goal.id);
  }

  @Cost({ items: ([values]: ArgumentPath) => PERIODS_A_YEAR[values?.grain as Unit] / 4 })
  @FieldResolver(() => [GoalPeriod], { description: 'The goal cut by a grain; the targets of a total add up to its target exactly.' })
  periods(@Root() goal: Goal, @Arg('grain', () => GrainEnum) grain: Unit, @Ctx() context: GraphContext): Promise<GoalPeriod[]> {
    return context.load(periods[grain], goal.id);
  }

  @FieldResolver(() => DayScalar, {
    description: 'The last day that the evaluation counts: yesterday, or the last day with complete data.',
  })
  async evaluatedTo(@Root() goal: Goal, @Ctx() context: GraphContext): Promise<string> {
    return (await context.load(evaluation, goal.id)).through;
  }

  @Cost({ own: SHARED })
  @FieldResolver(() => Float, { ...NUMBER, description: 'The metric from the goal’s start to date.' })
  async actual(@Root() goal: Goal, @Ctx() context: GraphContext): Promise<number | null> {
    return (await context.load(evaluation, goal.id)).actual;
  }

  @FieldResolver(() => ID, {
    ...NUMBER,
    description: 'Hand to Query.lineage for the records behind the actual, where it is one number of the metric.',
  })
  async lineage(@Root() goal: Goal, @Ctx() context: GraphContext): Promise<string | null> {
    return (await context.load(evaluation, goal.id)).lineage;
  }

  @FieldResolver(() => Float, { ...NUMBER, description: 'What the plan asks for by the same day.' })
  async expectedToDate(@Root() goal: Goal, @Ctx() context: GraphContext): Promise<number | null> {
    return (await context.load(evaluation, goal.id)).expectedToDate;
  }

  @FieldResolver(() => Float, {
    ...NUMBER,
    description: 'A ratio: 1 is exactly on plan, more is better, whichever way the metric is better.',
  })
  async pace(@Root() goal: Goal, @Ctx() context: GraphContext): Promise<number | null> {
    return (await context.load(evaluation, goal.id)).pace;
  }

  @FieldResolver(() => Float, {
    ...NUMBER,
    description: 'A share: how much of the whole target is reached (1 is all of it); with a baseline, of the way from it.',
  })
  async attainment(@Root() goal: Goal, @Ctx() context: GraphContext): Promise<number | null> {
    return (await context.load(evaluation, goal.id)).attainment;
  }

  @FieldResolver(() => Float, {
    ...NUMBER,
    description:
      'In the goal’s unit: how far it is ahead of the plan by the same day; below 0 it is behind, whichever way is better. 0 inside a band.',
  })
  async gap(@Root() goal: Goal, @Ctx() context: GraphContext): Promise<number | null> {
    return (await context.load(evaluation, goal.id)).gap;
  }

  @FieldResolver(() => Float, {
    ...NUMBER,
    description: 'In the goal’s unit a day: what each remaining day has to bring for a total to reach its target, at least 0.',
  })
  async requiredPerDay(@Root() goal: Goal, @Ctx() context: GraphContext): Promise<number | null> {
    return (await context.load(evaluation, goal.id)).requiredPerDay;
  }

  @Cost({ own: SHARED })
  @FieldResolver(() => GoalForecast, { nullable: true })
  forecast(@Root() goal: Goal, @Ctx() context: GraphContext): Promise<GoalForecast> {
    return context.load(forecast, goal.id);
  }

  @FieldResolver(() => GoalStatusEnum)
  async status(@Root() goal: Goal, @Ctx() context: GraphContext): Promise<GoalStatus> {
    return (await context.load(evaluation, goal.id)).status;
  }

  @FieldResolver(() => [String], { description: 'Why the status is what it is, with the numbers and thresholds.' })
  async reasons(@Root() goal: Goal, @Ctx() context: GraphContext): Promise<string[]> {
    return (await context.load(evaluation, goal.id)).reasons;
  }

  @FieldResolver(() => [Campaign], {
    description: 'The campaigns whose key or name fits a pattern of the goal; their `goals` hold it too.',
  })
  campaigns(@Root() goal: Goal, @Ctx() context: GraphContext): Promise<Campaign[]> {
    return context.load(campaigns, goal.id);
  }

  @Cost({ own: 5 })
  @FieldResolver(() => [Finding], { description: 'The findings that name it, the newest first.' })
  findings(@Root() goal: Goal, @Ctx() context: GraphContext): Promise<StoredFinding[]> {
    return context.read((session) => findings(session, { goal: goal.key }));
  }

  @Cost({ own: STATEMENT, items: () => 3 })
  @FieldResolver(() => [Experiment], { description: 'The experiments whose key or name fits a pattern of the goal, the newest first.' })
  experiments(@Root() goal: Goal, @Ctx() context: GraphContext): Promise<ExperimentAnswer[]> {
    return context.load(experiments, goal.id);
  }
}
