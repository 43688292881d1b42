import { Arg, Ctx, FieldResolver, Float, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { Goal } from '../entities/plan/Goal';
import { Experiment, SampleRatioCheck, Variant } from '../entities/research/Experiment';
import { ExperimentResult } from '../entities/research/ExperimentResult';
import { CorrectionEnum, EffectScaleEnum, LooksEnum, PlanMethodEnum } from '../entities/research/experiment-enums';
import { DateTimeScalar } from '../entities/scalars';
import { Cost } from '../src/graph/cost';
import type { GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import { answerExperiment, type ExperimentAnswer } from '../src/metrics/experiment/experiment-answer';
import type { Judgement } from '../src/metrics/experiment/judge';
import { planExperiment } from '../src/metrics/experiment/plan-experiment';
import { recordOf } from '../src/metrics/experiment/record-of';
import { ExperimentOutline } from './experiments/ExperimentOutline';
import { ExperimentPlan } from './experiments/ExperimentPlan';
import { goalsOfExperiment, rawPage } from './experiments/experiment-batches';
import { outlinesMatching } from './experiments/outlines-matching';
import { PriorInput } from './experiments/PriorInput';
import { LineageRecord } from './metrics/Lineage';

/** What one statement over the facts is worth in objects of an answer. */
const STATEMENT = 50;

/** Experiments: who took part, whether the split is to be believed, and what came of it. */
@Resolver(() => Experiment)
export class ExperimentResolver {
  @Permit('viewer')
  @Cost({ own: STATEMENT })
  @Query(() => Experiment, { nullable: true, description: 'One experiment by its key at its platform; null when nothing was told of it.' })
  experiment(
    @Arg('key', () => String) key: string,
    @Arg('asOf', () => DateTimeScalar, { nullable: true, description: 'As it was known then.' }) asOf: Date | null,
    @Ctx() context: GraphContext,
  ): Promise<ExperimentAnswer | null> {
    return context.read((session) => answerExperiment(session, key, asOf ?? undefined));
  }

  @Permit('viewer')
  @Query(() => [ExperimentOutline], {
    description: 'The experiments that results were told of, the newest first; `search` finds a part of key or name.',
  })
  experiments(
    @Arg('search', () => String, { nullable: true }) search: string | null,
    @Ctx() context: GraphContext,
  ): Promise<ExperimentOutline[]> {
    return context.read((session) => outlinesMatching(session, search ?? ''));
  }

  @Permit('viewer')
  @Query(() => ExperimentPlan, {
    description: 'How many users an experiment on a share of `share` needs to show a lift, or which lift `usersPerArm` can show.',
  })
  experimentPlan(
    @Arg('share', () => Float, { description: 'The share in the baseline, 0 to 1.' }) share: number,
    @Arg('lift', () => Float, { nullable: true, description: '0.1 is a tenth more.' }) lift: number | null,
    @Arg('usersPerArm', () => Int, { nullable: true }) usersPerArm: number | null,
    @Arg('arms', () => Int, { defaultValue: 2 }) arms: number,
    @Arg('usersADay', () => Float, { nullable: true, description: 'Users of all arms together in a day.' }) usersADay: number | null,
    @Arg('alpha', () => Float, { defaultValue: 0.05 }) alpha: number,
    @Arg('power', () => Float, { defaultValue: 0.8 }) power: number,
    @Arg('method', () => PlanMethodEnum, { defaultValue: 'UNPOOLED' }) method: keyof typeof PlanMethodEnum,
  ): ExperimentPlan {
    const given = { lift: lift ?? null, usersPerArm: usersPerArm ?? null, usersADay: usersADay ?? null };
    return planExperiment({ share, arms, alpha, power, method, ...given });
  }

  @FieldResolver(() => ID)
  id(@Root() experiment: ExperimentAnswer): string {
    return experiment.key;
  }

  @FieldResolver(() => [Variant], { description: 'Its arms, in the experiment’s own order.' })
  variants(@Root() experiment: ExperimentAnswer): Variant[] {
    return experiment.arms.map(({ key, name, weight, users }) => ({ key, name, weight: weight ?? 0, users }));
  }

  @FieldResolver(() => [ExperimentResult], {
    description: 'Every metric of every arm against the baseline, the metrics that decide first.',
  })
  results(
    @Root() experiment: ExperimentAnswer,
    @Arg('baseline', () => String, { nullable: true, description: 'The arm to compare with; the experiment’s own when absent.' })
    baseline: string | null,
    @Arg('family', () => [String], { nullable: true, description: 'The metrics that decide; the experiment’s goal metrics when absent.' })
    family: string[] | null,
    @Arg('scale', () => EffectScaleEnum, { defaultValue: 'ABSOLUTE' }) scale: keyof typeof EffectScaleEnum,
    @Arg('correction', () => CorrectionEnum, { defaultValue: 'HOLM' }) correction: keyof typeof CorrectionEnum,
    @Arg('looks', () => LooksEnum, { defaultValue: 'ONE' }) looks: keyof typeof LooksEnum,
    @Arg('tuning', () => Int, {
      nullable: true,
      description: 'The users at which the sequential interval is narrowest; 5,000 when absent.',
    })
    tuning: number | null,
    @Arg('prior', () => PriorInput, {
      nullable: true,
      description: 'A belief about lifts beforehand, for chance and risk; none when absent.',
    })
    prior: PriorInput | null,
    @Ctx() context: GraphContext,
  ): ExperimentResult[] {
    return experiment.results({ baseline, family, scale, correction, looks, tuning, prior }, context.locale);
  }

  @FieldResolver(() => SampleRatioCheck)
  sampleRatio(@Root() experiment: ExperimentAnswer, @Ctx() context: GraphContext): SampleRatioCheck {
    return experiment.sampleRatio(context.locale);
  }

  @FieldResolver(() => [Goal], { description: 'The goals in force that name it in their plan.' })
  goals(@Root() experiment: ExperimentAnswer, @Ctx() context: GraphContext): Promise<Goal[]> {
    return context.load(goalsOfExperiment, experiment.key);
  }
}

/** From a result back to the raw records that it rests on. */
@Resolver(() => ExperimentResult)
export class ExperimentResultResolver {
  @Cost({ own: 5, items: () => 2 })
  @FieldResolver(() => [LineageRecord], { description: 'The raw records that told the totals of the baseline and of the variant.' })
  records(@Root() { rows }: Judgement, @Ctx() context: GraphContext): Promise<LineageRecord[]> {
    return Promise.all(rows.map(async (row) => recordOf(row, await context.load(rawPage, row.origin.pageId))));
  }
}
