import { Arg, Ctx, FieldResolver, Float, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Goal } from '../entities/plan/Goal';
import { Experiment, SampleRatioCheck, Variant } from '../entities/research/Experiment';
import { ExperimentDecision } from '../entities/research/ExperimentDecision';
import { ExperimentDesign } from '../entities/research/ExperimentDesign';
import { ExperimentResult } from '../entities/research/ExperimentResult';
import { CorrectionEnum, EffectScaleEnum, LooksEnum, PlanMethodEnum } from '../entities/research/experiment-enums';
import { DateTimeScalar } from '../entities/scalars';
import { Cost } from '../src/graph/cost';
import type { GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import { recordOf } from '../src/metrics/evidence/record-of';
import { decide } from '../src/metrics/experiment/decide';
import { declareDesign, openPlacesOf } from '../src/metrics/experiment/declare-design';
import { answerExperiment, type ExperimentAnswer } from '../src/metrics/experiment/experiment-answer';
import { sayReasons } from '../src/metrics/experiment/experiment-text';
import type { Judgement } from '../src/metrics/experiment/judge';
import { outlinesMatching } from '../src/metrics/experiment/outlines-matching';
import { planExperiment } from '../src/metrics/experiment/plan-experiment';
import { DecisionInput } from './experiments/DecisionInput';
import { DesignInput } from './experiments/DesignInput';
import { BeforeCheck, MultipleExposureCheck } from './experiments/ExperimentHealth';
import { ExperimentOutline } from './experiments/ExperimentOutline';
import { ExperimentPlan } from './experiments/ExperimentPlan';
import { decisionOnExperiment, goalsOfExperiment, rawPage } from './experiments/experiment-batches';
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

  @Permit('analyst')
  @Mutation(() => ExperimentDesign, {
    description: 'Declares what decides an experiment, best before its first users come. Every declaration stays.',
  })
  declareExperiment(
    @Arg('key', () => String) key: string,
    @Arg('design', () => DesignInput) design: DesignInput,
    @Ctx() context: GraphContext,
  ): Promise<ExperimentDesign> {
    return context.write((session) => declareDesign(session, key, { ...design, declaredBy: context.caller.name }));
  }

  @Permit('plan_owner')
  @Mutation(() => ExperimentDecision, {
    nullable: true,
    description: 'Records what was decided, with the lift as it is known now. Null when nothing was told of the experiment.',
  })
  decideExperiment(
    @Arg('key', () => String) key: string,
    @Arg('decision', () => DecisionInput) decision: DecisionInput,
    @Ctx() context: GraphContext,
  ): Promise<ExperimentDecision | null> {
    return context.write((session, asker) => decide(session, key, { ...decision, decidedBy: context.caller.name }, asker));
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
    @Arg('family', () => [String], {
      nullable: true,
      description: 'The metrics that decide; those declared when absent, else its goal metrics.',
    })
    family: string[] | null,
    @Arg('scale', () => EffectScaleEnum, { nullable: true, description: 'As declared when absent, else ABSOLUTE.' })
    scale: keyof typeof EffectScaleEnum | null,
    @Arg('correction', () => CorrectionEnum, { nullable: true, description: 'As declared when absent, else HOLM.' })
    correction: keyof typeof CorrectionEnum | null,
    @Arg('looks', () => LooksEnum, { nullable: true, description: 'As declared when absent, else ONE.' })
    looks: keyof typeof LooksEnum | null,
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
    @Arg('cuped', () => Boolean, { defaultValue: false, description: 'Take out what users were like before (CUPED); of units only.' })
    cuped: boolean,
    @Arg('winsorise', () => Float, {
      nullable: true,
      description: 'Lower values above this percentile (0.99) of those other than 0 to it; of units only.',
    })
    winsorise: number | null,
    @Arg('quantile', () => Float, { nullable: true, description: 'Compare this quantile (0.5) in place of the mean; of units only.' })
    quantile: number | null,
    @Ctx() context: GraphContext,
  ): Promise<ExperimentResult[]> {
    const asked = { baseline, family, scale, correction, looks, tuning, prior, cuped, winsorise, quantile };
    return experiment.results(asked, context.locale, (work) => context.read(work));
  }

  @FieldResolver(() => SampleRatioCheck)
  sampleRatio(@Root() experiment: ExperimentAnswer, @Ctx() context: GraphContext): SampleRatioCheck {
    return experiment.sampleRatio(context.locale);
  }

  @FieldResolver(() => MultipleExposureCheck, { nullable: true, description: 'Null where totals were told and not units.' })
  multipleExposures(@Root() experiment: ExperimentAnswer, @Ctx() context: GraphContext): MultipleExposureCheck | null {
    return experiment.exposures(context.locale);
  }

  @FieldResolver(() => [BeforeCheck], { description: 'Whether the arms were alike before; empty where nothing is told of before.' })
  before(@Root() experiment: ExperimentAnswer): BeforeCheck[] {
    return experiment.before();
  }

  @FieldResolver(() => ExperimentDesign, { nullable: true, description: 'What was declared of it last.' })
  design(@Root() experiment: ExperimentAnswer): ExperimentDesign | null {
    return experiment.design;
  }

  @FieldResolver(() => ExperimentDecision, { nullable: true, description: 'What was decided last.' })
  decision(@Root() experiment: ExperimentAnswer, @Ctx() context: GraphContext): Promise<ExperimentDecision | null> {
    return context.load(decisionOnExperiment, experiment.key);
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
  @FieldResolver(() => [LineageRecord], {
    description: 'The raw records that told the totals of the baseline and of the variant; of units the first of each.',
  })
  records(@Root() { rows }: Judgement, @Ctx() context: GraphContext): Promise<LineageRecord[]> {
    const told = rows.flatMap(({ origins, ...values }) => origins.map((origin) => ({ values, origin })));
    return Promise.all(told.map(async ({ values, origin }) => recordOf(origin, values, await context.load(rawPage, origin.pageId))));
  }
}

/** What a declaration leaves open. */
@Resolver(() => ExperimentDesign)
export class ExperimentDesignResolver {
  @FieldResolver(() => [String], { description: 'What has to be settled before the experiment starts.' })
  warnings(@Root() design: ExperimentDesign, @Ctx() context: GraphContext): string[] {
    return openPlacesOf(design).flatMap((reason) => sayReasons([reason], context.locale) ?? []);
  }
}
