import type { ExperimentDesign } from '../../../entities/research/ExperimentDesign';
import type { Session } from '../../database/session';
import type { Day } from '../../lib/day';
import type { Correction } from '../../stats/correct-p-values';
import type { Effect, Scale } from '../../stats/effect';
import type { Prior } from '../../stats/posterior';
import { USUAL_TUNING } from '../../stats/sequential';
import { BadQuestion } from '../BadQuestion';
import type { Asker } from '../question';
import { type BeforeCheck, checkBefore, checkExposures, type ExposureCheck, reasonsBefore } from './check-before';
import { type Arm, armsOf, checkSplit, type SplitCheck } from './check-split';
import { compareArms, type Ways } from './compare-arms';
import { designOf } from './declare-design';
import { type Reason, sayReasons } from './experiment-text';
import { type Court, type Judgement, judge, type Looks } from './judge';
import { type ToldExperiment, toldExperiment, type UnitShape } from './told-experiment';

/** How results are asked for; what is left out is as it was declared, and else as usual. */
export interface ResultQuestion extends Ways, UnitShape {
  /** The arm that the others are compared with; the experiment's own when absent. */
  readonly baseline?: string | null;
  /** The metrics that decide; the declared ones when absent, else the experiment's goal metrics, else all. */
  readonly family?: readonly string[] | null;
  /** ABSOLUTE when neither asked nor declared. */
  readonly scale?: Scale | null;
  /** HOLM when neither asked nor declared. */
  readonly correction?: Correction | null;
  /** ONE when neither asked nor declared. */
  readonly looks?: Looks | null;
  /** The users at which the sequential interval is narrowest; 5,000 when absent. */
  readonly tuning?: number | null;
  /** A belief about lifts beforehand, for chance and risk. */
  readonly prior?: Prior | null;
}

/** Something that reads from one instant of the workspace. */
export type Read = <T>(work: (session: Session) => Promise<T>) => Promise<T>;

/** Answers for an experiment: the one way by which its numbers reach a person. Null when nothing was told of it by the instant `asOf`. */
export async function answerExperiment(session: Session, key: string, asOf?: Date): Promise<ExperimentAnswer | null> {
  const told = await toldExperiment(session, key, asOf);
  return told && new ExperimentAnswer(told, await designOf(session, key, asOf), asOf);
}

/** What was told of an experiment, and what follows from it. */
export class ExperimentAnswer {
  readonly key: string;
  readonly name: string;
  readonly phase: string;
  /** The last day that is counted. */
  readonly day: Day;
  readonly arms: readonly Arm[];
  private readonly split: SplitCheck;
  private readonly seen: ExposureCheck | null;

  constructor(
    private readonly told: ToldExperiment,
    readonly design: ExperimentDesign | null = null,
    private readonly asOf?: Date,
  ) {
    this.key = told.key;
    this.name = told.name;
    this.phase = told.phase;
    this.day = told.day;
    this.arms = armsOf(told);
    this.split = checkSplit(this.arms);
    this.seen = checkExposures(told);
  }

  /** Whether users were split as planned, and if not or not known, why. */
  sampleRatio(locale: Asker['locale']): Omit<SplitCheck, 'reasons'> & { reason: string | null } {
    const { reasons, ...check } = this.split;
    return { ...check, reason: sayReasons(reasons, locale) };
  }

  /** Units that saw several variants; null where totals were told and not units. */
  exposures(locale: Asker['locale']): (Omit<ExposureCheck, 'reasons'> & { reason: string | null }) | null {
    if (!this.seen) return null;
    const { reasons, ...check } = this.seen;
    return { ...check, reason: sayReasons(reasons, locale) };
  }

  /** Whether arms differed from the experiment's baseline before it began. */
  before(): BeforeCheck[] {
    return checkBefore(this.told.variants, this.baselineOf(null));
  }

  /** {@link resultsOf} what is told; unit values that are to be shaped first are read again. Throws a BadQuestion for a share that is none. */
  async results(asked: ResultQuestion, locale: Asker['locale'], read: Read): Promise<Judgement[]> {
    const { winsorise, quantile } = asked;
    for (const [place, share] of Object.entries({ winsorise, quantile }))
      if (share != null && !(share > 0 && share < 1)) throw new BadQuestion(`results.${place}`, share, 'a share between 0 and 1');
    if (!this.told.exposures || !(winsorise || quantile)) return this.resultsOf(asked, locale);
    const told = await read((session) =>
      toldExperiment(session, this.key, this.asOf, { winsorise: winsorise ?? null, quantile: quantile ?? null }),
    );
    return this.resultsOf(asked, locale, told ?? this.told);
  }

  /** Every metric of every arm against the baseline, the deciding metrics first. Throws a BadQuestion for an arm or a metric that is not there. */
  resultsOf(asked: ResultQuestion, locale: Asker['locale'], told = this.told): Judgement[] {
    const baseline = this.baselineOf(asked.baseline);
    const decides = this.family(asked.family);
    const comparisons = this.comparisons(told, baseline, decides, asked);
    const doubts = (metric: string): Reason[] => {
      const last = told.variants.find((row) => row.metric === metric)!.day;
      return last < this.day ? [['old', last, this.day]] : [];
    };
    return judge(comparisons, {
      ...{ baseline, doubts, locale, ...this.terms(asked), decides: (metric) => decides.has(metric) },
      against: [...this.split.reasons, ...(this.seen?.reasons ?? []), ...reasonsBefore(checkBefore(told.variants, baseline))],
      mind: this.mind(),
    });
  }

  /** The lift of one metric in one arm with its error; null where it cannot be computed. Throws a BadQuestion for what is not there. */
  liftOf(metric: string, variant: string): Effect | null {
    const baseline = this.baselineOf(null);
    const all = this.comparisons(this.told, baseline, new Set(), { cuped: false });
    const found = all.filter((each) => each.variant === variant);
    if (found.length === 0) throw new BadQuestion('variant', variant, `one of ${all.map((each) => each.variant).join(', ')}`);
    const one = found.find((each) => each.metric === metric);
    if (!one) throw new BadQuestion('metric', metric, `one of ${found.map((each) => each.metric).join(', ')}`);
    return one.relative;
  }

  private comparisons(told: ToldExperiment, baseline: string, decides: ReadonlySet<string>, ways: Ways) {
    const others = this.arms.map(({ key }) => key).filter((key) => key !== baseline);
    const all = [...new Set(told.variants.map(({ metric }) => metric))];
    const ordered = [...all.filter((metric) => decides.has(metric)), ...all.filter((metric) => !decides.has(metric))];
    return ordered.flatMap((metric) => {
      const rows = told.variants.filter((row) => row.metric === metric);
      return compareArms(rows, baseline, others, ways);
    });
  }

  /** What was declared of the experiment and has not come so. */
  private mind(): Reason[] {
    if (!this.design) return [];
    const { declaredAt, usersPerArm, looks } = this.design;
    const declared = declaredAt.toISOString().slice(0, 10);
    const fewest = Math.min(...this.arms.map(({ users }) => users));
    return [
      ...(declared > this.told.firstDay ? [['declaredLate', declared, this.told.firstDay] as const] : []),
      ...(looks === 'ONE' && usersPerArm !== null && fewest < usersPerArm
        ? [['fewerThanPlanned', String(fewest), String(usersPerArm)] as const]
        : []),
    ];
  }

  /** The arm in the first place, else the one that is called so, else the first by its key. */
  private baselineOf(asked: string | null | undefined): string {
    const keys = this.arms.map(({ key }) => key);
    if (asked && !keys.includes(asked)) throw new BadQuestion('results.baseline', asked, `one of ${keys.join(', ')}`);
    const called = this.arms.find(({ key, name }) => [key, name].some((word) => /^(control|baseline)$/i.test(word)));
    return asked ?? this.arms.find(({ place }) => place === 0)?.key ?? called?.key ?? keys[0]!;
  }

  private family(asked: readonly string[] | null | undefined): ReadonlySet<string> {
    const rows = this.told.variants;
    const all = new Set(rows.map(({ metric }) => metric));
    const strange = asked?.find((metric) => !all.has(metric));
    if (strange !== undefined) throw new BadQuestion('results.family', strange, `metrics of the experiment: ${[...all].join(', ')}`);
    if (asked) return new Set(asked);
    const declared = (this.design?.family ?? []).filter((metric) => all.has(metric));
    if (declared.length > 0) return new Set(declared);
    const goals = rows.filter(({ metricRole }) => metricRole === 'goal').map(({ metric }) => metric);
    return goals.length > 0 ? new Set(goals) : all;
  }

  /** What comparisons are judged by, held against what it can be. */
  private terms({ prior = null, tuning, ...asked }: ResultQuestion): Pick<Court, 'prior' | 'tuning' | 'scale' | 'correction' | 'looks'> {
    const width = prior?.standardDeviation ?? 1;
    if (!(width > 0)) throw new BadQuestion('results.prior.standardDeviation', width, 'a number above 0');
    if (tuning != null && tuning < 1) throw new BadQuestion('results.tuning', tuning, 'a number of users, 1 or more');
    return {
      ...{ prior, tuning: tuning ?? USUAL_TUNING },
      scale: asked.scale ?? this.design?.scale ?? 'ABSOLUTE',
      correction: asked.correction ?? this.design?.correction ?? 'HOLM',
      looks: asked.looks ?? this.design?.looks ?? 'ONE',
    };
  }
}
