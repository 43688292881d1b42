import type { Session } from '../../database/session';
import type { Day } from '../../lib/day';
import type { Correction } from '../../stats/correct-p-values';
import type { Scale } from '../../stats/effect';
import type { Prior } from '../../stats/posterior';
import { USUAL_TUNING } from '../../stats/sequential';
import { BadQuestion } from '../BadQuestion';
import type { Asker } from '../question';
import { type Arm, armsOf, checkSplit, type SplitCheck } from './check-split';
import { compareArms } from './compare-arms';
import { sayReasons } from './experiment-text';
import { type Judgement, judge, type Looks } from './judge';
import { type ToldExperiment, toldExperiment } from './told-experiment';

/** How results are asked for. */
export interface ResultQuestion {
  /** The arm that the others are compared with; the experiment's own when absent. */
  readonly baseline?: string | null;
  /** The metrics that decide; the experiment's goal metrics when absent, and all where it has none. */
  readonly family?: readonly string[] | null;
  readonly scale: Scale;
  readonly correction: Correction;
  readonly looks: Looks;
  /** The users at which the sequential interval is narrowest; 5,000 when absent. */
  readonly tuning?: number | null;
  /** A belief about lifts beforehand, for chance and risk. */
  readonly prior?: Prior | null;
}

/** Answers for an experiment: the one way by which its numbers reach a person. Null when nothing was told of it by the instant `asOf`. */
export async function answerExperiment(session: Session, key: string, asOf?: Date): Promise<ExperimentAnswer | null> {
  const told = await toldExperiment(session, key, asOf);
  return told && new ExperimentAnswer(told);
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

  constructor(private readonly told: ToldExperiment) {
    this.key = told.key;
    this.name = told.name;
    this.phase = told.phase;
    this.day = told.day;
    this.arms = armsOf(told);
    this.split = checkSplit(this.arms);
  }

  /** Whether users were split as planned, and if not or not known, why. */
  sampleRatio(locale: Asker['locale']): Omit<SplitCheck, 'reasons'> & { reason: string | null } {
    const { reasons, ...check } = this.split;
    return { ...check, reason: sayReasons(reasons, locale) };
  }

  /** Every metric of every arm against the baseline, the deciding metrics first. Throws a BadQuestion for an arm or a metric that is not there. */
  results({ scale, correction, looks, ...asked }: ResultQuestion, locale: Asker['locale']): Judgement[] {
    const baseline = this.baselineOf(asked.baseline);
    const decides = this.family(asked.family);
    const others = this.arms.map(({ key }) => key).filter((key) => key !== baseline);
    const comparisons = this.metrics(decides).flatMap((metric) => compareArms(this.rowsOf(metric), baseline, others));
    const doubts = (metric: string) => {
      const last = this.rowsOf(metric)[0]!.day;
      return last < this.day ? [['old', last, this.day] as const] : [];
    };
    const { split } = this;
    return judge(comparisons, {
      ...{ baseline, scale, correction, looks, split, doubts, locale, ...terms(asked) },
      decides: (metric) => decides.has(metric),
    });
  }

  private rowsOf(metric: string) {
    return this.told.variants.filter((row) => row.metric === metric);
  }

  /** Metrics by name, those that decide before the others. */
  private metrics(decides: ReadonlySet<string>): string[] {
    const all = [...new Set(this.told.variants.map(({ metric }) => metric))];
    return [...all.filter((metric) => decides.has(metric)), ...all.filter((metric) => !decides.has(metric))];
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
    const goals = rows.filter(({ metricRole }) => metricRole === 'goal').map(({ metric }) => metric);
    return goals.length > 0 ? new Set(goals) : all;
  }
}

/** Prior and tuning, held against what they can be. */
function terms({ prior = null, tuning }: Pick<ResultQuestion, 'prior' | 'tuning'>): { prior: Prior | null; tuning: number } {
  const width = prior?.standardDeviation ?? 1;
  if (!(width > 0)) throw new BadQuestion('results.prior.standardDeviation', width, 'a number above 0');
  if (tuning != null && tuning < 1) throw new BadQuestion('results.tuning', tuning, 'a number of users, 1 or more');
  return { prior, tuning: tuning ?? USUAL_TUNING };
}
