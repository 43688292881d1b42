import type { Session } from '../../database/session';
import { addDays, type Day, fromEpoch } from '../../lib/day';
import { bootstrapMix, type Range } from '../../stats/mix/bootstrap-mix';
import { fitMix, type MixModel, type OutOfSample } from '../../stats/mix/fit-mix';
import { channelEffects, weeklyContributions } from '../../stats/mix/mix-effects';
import { type ResponsePoint, responseCurve, responseOf } from '../../stats/mix/response-curve';
import { baselineOf, type MixReview, type ReviewCheck, reviewMix } from '../../stats/mix/review-mix';
import type { Asker, Warning } from '../question';
import { metricOf } from '../registry';
import { type AskedMix, checkMix, type MixQuestion } from './mix-question';
import { checkText, type MixSaid, sayMix } from './mix-text';
import { type ReadMix, readMix } from './read-mix';

/** What a channel brought by the model, with ranges of 90 %. Returns are units of the outcome for each unit of spend. */
export interface MixChannelRow {
  readonly key: string;
  readonly label: string;
  readonly spend: number;
  readonly contribution: number;
  readonly contributionRange: Range;
  readonly share: number;
  readonly roas: number | null;
  readonly roasRange: Range | null;
  readonly marginalRoas: number | null;
  readonly marginalRoasRange: Range | null;
  /** How it works: what carries over, the slope, and the half-point as a share of its largest week. */
  readonly carryOver: string;
  readonly slope: number;
  readonly half: number;
  /** What a week brings by what is spent every week, up to twice the mean. */
  readonly curve: readonly ResponsePoint[];
}

/** A week and what the model makes of it; `baseline` is what no channel brought. */
export interface MixWeek {
  readonly week: Day;
  readonly outcome: number;
  readonly expected: number;
  readonly baseline: number;
}

/** A check of the card in words. */
export type MixCheck = ReviewCheck & { readonly text: string; readonly label: string | null };

/** A marketing mix, or why there is none: `rows` is then empty and the verdict DO_NOT_USE. */
export interface MixAnswer {
  readonly rows: readonly MixChannelRow[];
  readonly weeks: readonly MixWeek[];
  readonly baselineShare: number | null;
  readonly outOfSample: (OutOfSample & { readonly fromWeek: Day }) | null;
  readonly verdict: MixReview['verdict'];
  readonly checks: readonly MixCheck[];
  readonly liftTests: readonly string[];
  readonly reasons: readonly string[];
  readonly warnings: readonly Warning[];
  readonly currency: string;
  readonly asOf: Date;
  readonly dataVersion: string;
  readonly asked: AskedMix;
  readonly model: MixModel | null;
}

const FEWEST_WEEKS = 52;

/**
 * Answers what each channel brought, by a model of the hub's own weekly spend and outcome: the one way by which a mix reaches a person. The session has to
 * be a snapshot. Throws a BadQuestion; what cannot be modelled is a reason.
 */
export async function answerMix(session: Session, question: MixQuestion, asker: Asker): Promise<MixAnswer> {
  const asked = checkMix(question, asker);
  const read = await readMix(session, asked, asker);
  const missing = missingOf(read);
  const model = missing ? null : fitMix(read.input);
  const found = model ? foundBy(model, read, asked, asker) : NOTHING;
  const failed: MixSaid[] = model ? [['notProof'], ...(found.verdict === 'DO_NOT_USE' ? [['doNotUse'] as const] : [])] : [];
  return {
    ...found,
    ...{ liftTests: (read.input.liftTests ?? []).map(({ name }) => name), asked, model },
    reasons: [...(missing ? [missing] : []), ...failed.reverse(), ...read.said].map((said) => sayMix(said, asker.locale)),
    ...{ warnings: read.warnings, currency: read.currency, asOf: read.asOf, dataVersion: read.dataVersion },
  };
}

type Found = Pick<MixAnswer, 'rows' | 'weeks' | 'baselineShare' | 'outOfSample' | 'verdict' | 'checks'>;

const NOTHING: Found = { rows: [], weeks: [], baselineShare: null, outOfSample: null, verdict: 'DO_NOT_USE', checks: [] };

function missingOf({ input }: ReadMix): MixSaid | null {
  if (input.weeks.length < FEWEST_WEEKS) return ['fewWeeks', String(input.weeks.length)];
  return input.channels.length === 0 ? ['noMedia'] : null;
}

function foundBy(model: MixModel, read: ReadMix, asked: AskedMix, { locale }: Asker): Found {
  const ranges = bootstrapMix(model, asked);
  const isMoney = metricOf(asked.outcome).about.unit === 'MONEY';
  const review = reviewMix(model, ranges, isMoney ? 1 : null);
  const contributions = weeklyContributions(model);
  return {
    rows: channelEffects(model)
      .map((effect, at): MixChannelRow => {
        const { carryOverName, slope, half } = model.shapes[at]!;
        const { contribution, roas, marginalRoas } = ranges[at]!;
        return {
          ...{ key: read.keys[at]!, label: read.labels[at]!, spend: effect.spend, contribution: effect.contribution, share: effect.share },
          ...{ roas: effect.roas, marginalRoas: effect.marginalRoas, carryOver: carryOverName, slope, half },
          ...{ contributionRange: contribution, roasRange: roas, marginalRoasRange: marginalRoas },
          curve: responseCurve(responseOf(model, at), (2 * effect.spend) / model.input.weeks.length),
        };
      })
      .sort((a, b) => b.contribution - a.contribution),
    weeks: model.input.weeks.map((week, at) => ({
      ...{ week: fromEpoch(week), outcome: model.outcome[at]!, expected: model.expected[at]! },
      baseline: model.expected[at]! - contributions.reduce((sum, channel) => sum + channel[at]!, 0),
    })),
    baselineShare: baselineOf(model).share,
    outOfSample: { ...model.outOfSample, fromWeek: addDays(read.firstDay, 7 * model.outOfSample.from) },
    verdict: review.verdict,
    checks: review.checks.map((check) => ({
      ...check,
      text: checkText(check.name, locale),
      label: check.channel === null ? null : read.labels[check.channel]!,
    })),
  };
}
