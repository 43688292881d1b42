import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Goal } from '../entities/plan/Goal';
import { Experiment, SampleRatioCheck, Variant } from '../entities/research/Experiment';
import { ExperimentResult } from '../entities/research/ExperimentResult';
import { CorrectionEnum, EffectScaleEnum } from '../entities/research/experiment-enums';
import { DateTimeScalar } from '../entities/scalars';
import { Cost } from '../src/graph/cost';
import type { GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import { answerExperiment, type ExperimentAnswer } from '../src/metrics/experiment/experiment-answer';
import type { Judgement } from '../src/metrics/experiment/judge';
import { recordOf } from '../src/metrics/experiment/record-of';
import { ExperimentOutline } from './experiments/ExperimentOutline';
import { goalsOfExperiment, rawPage } from './experiments/experiment-batches';
import { outlinesMatching } from './experiments/outlines-matching';
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
    @Ctx() context: GraphContext,
  ): ExperimentResult[] {
    return experiment.results({ baseline, family, scale, correction }, context.locale);
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
