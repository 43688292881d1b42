import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { CorrectionEnum } from '../entities/research/experiment-enums';
import { Study } from '../entities/research/Study';
import { StudyQuestion } from '../entities/research/StudyQuestion';
import { StudyWave } from '../entities/research/StudyWave';
import { DateTimeScalar } from '../entities/scalars';
import { Cost } from '../src/graph/cost';
import type { Batch, GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import type { MetricRow } from '../src/metrics/question';
import { answerBrandLift } from '../src/metrics/research/brand-lift';
import { answerWaves } from '../src/metrics/research/compare-waves';
import { answerCrosstab } from '../src/metrics/research/crosstab';
import { type StoredStudy, saveStudy, studies, studyOf } from '../src/metrics/research/stored-study';
import { parseStudyFile } from '../src/metrics/research/study-file';
import { surveyFunnel } from '../src/metrics/research/survey-funnel';
import { waveQuality } from '../src/metrics/research/wave-quality';
import { weighStudy, weightingOf } from '../src/metrics/research/weigh-study';
import { RangeInput, rangeOf } from './metrics/MetricQueryInput';
import { MetricValue } from './metrics/MetricValue';
import { STATEMENT } from './metrics/query-cost';
import { BrandLift } from './research/BrandLift';
import { Crosstab, WavePoint } from './research/Crosstab';
import { QualityFlagEnum, WaveQuality, WeightingReport } from './research/Weighting';

type Flag = keyof typeof QualityFlagEnum;
/** All answers of a wave are read. */
const RESPONSES = 4 * STATEMENT;

/** So many waves a study has, as costs go. */
const WAVES = 12;

const stored: Batch<string, StoredStudy | null> = (context, keys) =>
  context.read(async (session) => {
    const found: (StoredStudy | null)[] = [];
    for (const key of keys) found.push(await studyOf(session, key));
    return found;
  });

/** A wave with the key of its study. */
type OwnWave = StudyWave & { studyKey: string };

/** Studies: what was asked of whom, by which weights it counts, and what came of it. */
@Resolver(() => Study)
export class StudyResolver {
  @Permit('viewer')
  @Query(() => [Study], { description: 'The studies of the workspace, by key.' })
  studies(@Ctx() context: GraphContext): Promise<Study[]> {
    return context.read(studies);
  }

  @Permit('viewer')
  @Query(() => Study, { nullable: true, description: 'One study; null when there is none of the key.' })
  async study(@Arg('key', () => String) key: string, @Ctx() context: GraphContext): Promise<Study | null> {
    return (await context.load(stored, key))?.study ?? null;
  }

  @Permit('viewer')
  @Cost({ own: RESPONSES })
  @Query(() => Crosstab, { nullable: true, description: 'A table of responses by one or two questions; null when there is no such study.' })
  crosstab(
    @Arg('study', () => String) study: string,
    @Arg('rows', () => String, { description: 'The code of a question; of a grid or a ranking one row, `code[row]`; segment or region.' })
    rows: string,
    @Arg('columns', () => String, { nullable: true }) columns: string | null,
    @Arg('wave', () => String, { nullable: true, description: 'All waves together when absent.' }) wave: string | null,
    @Arg('weighted', () => Boolean, { defaultValue: true }) weighted: boolean,
    @Arg('without', () => [QualityFlagEnum], { nullable: true, description: 'Leaves out responses with one of these flags.' })
    without: Flag[] | null,
    @Arg('correction', () => CorrectionEnum, { defaultValue: 'BONFERRONI', description: 'Of the tests within a row.' })
    correction: keyof typeof CorrectionEnum,
    @Arg('asOf', () => DateTimeScalar, { nullable: true }) asOf: Date | null,
    @Ctx() context: GraphContext,
  ): Promise<Crosstab | null> {
    return context.read((session) => answerCrosstab(session, { study, wave, rows, columns, weighted, without, correction, asOf }));
  }

  @Permit('viewer')
  @Cost({ own: RESPONSES })
  @Query(() => [WavePoint], { nullable: true, description: 'A question from wave to wave, weighted; null when there is no such study.' })
  waveChanges(
    @Arg('study', () => String) study: string,
    @Arg('question', () => String) question: string,
    @Arg('values', () => [String], { nullable: true, description: 'The share of these answers; the mean score when absent.' })
    values: string[] | null,
    @Ctx() context: GraphContext,
  ): Promise<WavePoint[] | null> {
    return context.read((session) => answerWaves(session, { study, question, values }));
  }

  @Permit('viewer')
  @Cost({ own: RESPONSES })
  @Query(() => BrandLift, {
    nullable: true,
    description: 'A share of answers among those who were exposed, against a control; null when there is no such study.',
  })
  brandLift(
    @Arg('study', () => String) study: string,
    @Arg('question', () => String) question: string,
    @Arg('values', () => [String], { description: 'The answers whose share is compared.' }) values: string[],
    @Arg('group', () => String, { description: 'The question that tells who was exposed, or segment.' }) group: string,
    @Arg('exposed', () => [String], { description: 'Its answers of those who were exposed.' }) exposed: string[],
    @Arg('control', () => [String], { description: 'Its answers of those who were not.' }) control: string[],
    @Arg('wave', () => String, { nullable: true, description: 'All waves together when absent.' }) wave: string | null,
    @Arg('weighted', () => Boolean, { defaultValue: true }) weighted: boolean,
    @Arg('without', () => [QualityFlagEnum], { nullable: true, description: 'Leaves out responses with one of these flags.' })
    without: Flag[] | null,
    @Arg('asOf', () => DateTimeScalar, { nullable: true }) asOf: Date | null,
    @Ctx() context: GraphContext,
  ): Promise<BrandLift | null> {
    const asked = { study, question, values, group, exposed, control, wave, weighted, without, asOf };
    return context.read((session) => answerBrandLift(session, asked));
  }

  @Permit('viewer')
  @Cost({ own: STATEMENT })
  @Query(() => [MetricValue], {
    description: 'From knowing a brand to recommending it: unaided and aided awareness, consideration, net favourability, NPS.',
  })
  surveyFunnel(
    @Arg('brand', () => String) brand: string,
    @Arg('range', () => RangeInput) range: RangeInput,
    @Arg('study', () => String, { nullable: true }) study: string | null,
    @Arg('wave', () => String, { nullable: true }) wave: string | null,
    @Ctx() context: GraphContext,
  ): Promise<MetricRow['values']> {
    return context.read((session, asker) => surveyFunnel(session, { brand, range: rangeOf(range), study, wave }, asker));
  }

  @Permit('analyst')
  @Mutation(() => Study, { description: 'Makes a study what its file (docs/research.md) says; what was answered stays.' })
  async loadStudy(@Arg('yaml', () => String) yaml: string, @Ctx() context: GraphContext): Promise<Study> {
    const file = parseStudyFile(yaml, 'study.yaml');
    return (await context.write((session) => saveStudy(session, file))).study;
  }

  @Permit('analyst')
  @Mutation(() => WeightingReport, { description: 'Weighs a wave to its margins: its answers count by these weights from now on.' })
  weighStudy(
    @Arg('study', () => String) study: string,
    @Arg('wave', () => String) wave: string,
    @Arg('without', () => [QualityFlagEnum], { nullable: true, description: 'Responses with one of these flags get no weight.' })
    without: Flag[] | null,
    @Ctx() context: GraphContext,
  ): Promise<WeightingReport> {
    return context.write((session) => weighStudy(session, { study, wave, weighedBy: context.caller.name, without: without ?? [] }));
  }

  @FieldResolver(() => [StudyQuestion])
  async questions(@Root() { key }: Study, @Ctx() context: GraphContext): Promise<readonly StudyQuestion[]> {
    return (await context.load(stored, key))?.questions ?? [];
  }

  @Cost({ items: () => WAVES })
  @FieldResolver(() => [StudyWave])
  async waves(@Root() { key }: Study, @Ctx() context: GraphContext): Promise<OwnWave[]> {
    return ((await context.load(stored, key))?.waves ?? []).map((wave) => Object.assign(wave, { studyKey: key }));
  }
}

/** How a wave was weighed, and how good it is. */
@Resolver(() => StudyWave)
export class StudyWaveResolver {
  @Cost({ own: 5 })
  @FieldResolver(() => WeightingReport, { nullable: true, description: 'The weighting in force; null where it was never weighed.' })
  weighting(@Root() { studyKey, wave }: OwnWave, @Ctx() context: GraphContext): Promise<WeightingReport | null> {
    return context.read((session) => weightingOf(session, studyKey, wave));
  }

  @Cost({ own: STATEMENT })
  @FieldResolver(() => WaveQuality)
  quality(@Root() { studyKey, wave }: OwnWave, @Ctx() context: GraphContext): Promise<WaveQuality> {
    return context.read((session) => waveQuality(session, studyKey, wave));
  }
}
