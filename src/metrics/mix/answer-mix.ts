import type { Session } from '../../database/session';
import { addDays, type Day, fromEpoch } from '../../lib/day';
import { estimates } from '../../stats/estimates';
import type { Range } from '../../stats/mix/bootstrap-mix';
import type { ControlEstimate, HolidayEstimate, MixEstimate } from '../../stats/mix/estimate-mix';
import type { OutOfSample } from '../../stats/mix/out-of-sample';
import type { ResponsePoint } from '../../stats/mix/response-curve';
import type { MixReview, ReviewCheck } from '../../stats/mix/review-mix';
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

/** What a region had and brought, by channel too. */
export interface MixRegionRow {
  readonly key: string;
  readonly label: string;
  readonly size: number;
  readonly outcome: number;
  readonly spend: number;
  readonly contribution: number;
  readonly channels: readonly { readonly key: string; readonly label: string; readonly spend: number; readonly contribution: number }[];
}

/** A check of the card in words. */
export type MixCheck = ReviewCheck & { readonly text: string; readonly label: string | null };

/** A marketing mix, or why there is none: `rows` is then empty and the verdict DO_NOT_USE. */
export interface MixAnswer {
  readonly rows: readonly MixChannelRow[];
  readonly weeks: readonly MixWeek[];
  /** None where the whole was fitted. */
  readonly regions: readonly MixRegionRow[];
  readonly controls: readonly ControlEstimate[];
  /** What events and festivals did. */
  readonly events: readonly HolidayEstimate[];
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
  readonly estimate: MixEstimate | null;
}

const FEWEST_WEEKS = 52;

/**
 * Answers what each channel brought, by a model of the hub's own weekly spend and outcome: the one way by which a mix reaches a person. The session has to
 * be a snapshot. Throws a BadQuestion; what cannot be modelled is a reason.
 */
export async function answerMix(session: Session, question: MixQuestion, asker: Asker): Promise<MixAnswer> {
  const asked = checkMix(question, asker);
  const read = await readMix(session, asked, asker);
  const missing = missingOf(read, asked);
  const estimate = missing ? null : await estimates.run('estimateMix', read.input, termsOf(asked));
  const found = estimate ? foundBy(estimate, read, asker) : NOTHING;
  const failed: MixSaid[] = estimate ? [['notProof'], ...(found.verdict === 'DO_NOT_USE' ? [['doNotUse'] as const] : [])] : [];
  return {
    ...found,
    ...{ liftTests: (read.input.liftTests ?? []).map(({ name }) => name), asked, estimate },
    reasons: [...(missing ? [missing] : []), ...failed.reverse(), ...read.said].map((said) => sayMix(said, asker.locale)),
    ...{ warnings: read.warnings, currency: read.currency, asOf: read.asOf, dataVersion: read.dataVersion },
  };
}

function termsOf({ samples, seed, outcome }: AskedMix) {
  return { samples, seed, valuePerOutcome: metricOf(outcome).about.unit === 'MONEY' ? 1 : null };
}

type Found = Pick<MixAnswer, 'rows' | 'weeks' | 'regions' | 'controls' | 'events' | 'baselineShare' | 'outOfSample' | 'verdict' | 'checks'>;

const NOTHING: Found = {
  rows: [],
  weeks: [],
  regions: [],
  controls: [],
  events: [],
  baselineShare: null,
  outOfSample: null,
  verdict: 'DO_NOT_USE',
  checks: [],
};

function missingOf({ input, regions }: ReadMix, asked: AskedMix): MixSaid | null {
  if (input.weeks.length < FEWEST_WEEKS) return ['fewWeeks', String(input.weeks.length)];
  if (asked.regions && regions.length < 2) return ['fewRegions', String(regions.length)];
  return input.channels.length === 0 ? ['noMedia'] : null;
}

function foundBy(estimate: MixEstimate, read: ReadMix, { locale }: Asker): Found {
  return {
    rows: estimate.channels
      .map(({ range, carryOverName, channel, name: key, response: _, ...effect }): MixChannelRow => {
        const ranges = { contributionRange: range.contribution, roasRange: range.roas, marginalRoasRange: range.marginalRoas };
        return { ...effect, ...ranges, key, label: read.labels[channel]!, carryOver: carryOverName };
      })
      .sort((a, b) => b.contribution - a.contribution),
    weeks: read.input.weeks.map((week, at) => ({
      ...{ week: fromEpoch(week), outcome: estimate.outcome[at]!, expected: estimate.expected[at]!, baseline: estimate.baseline[at]! },
    })),
    regions: regionsOf(estimate, read),
    controls: estimate.controls,
    events: estimate.holidays,
    baselineShare: estimate.baselineShare,
    outOfSample: { ...estimate.outOfSample, fromWeek: addDays(read.firstDay, 7 * estimate.outOfSample.from) },
    verdict: estimate.review.verdict,
    checks: estimate.review.checks.map((check) => ({
      ...check,
      text: checkText(check.name, locale),
      label: check.channel === null ? null : read.labels[check.channel]!,
    })),
  };
}

function regionsOf({ panels, channels }: MixEstimate, { regions, labels }: ReadMix): MixRegionRow[] {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  if (regions[0]?.key === '') return [];
  return regions.map(({ key, label, size }, at) => {
    const { outcome, spend, contribution } = panels[at]!;
    return {
      ...{ key, label, size, outcome, spend: sum(spend), contribution: sum(contribution) },
      channels: channels.map(({ name, channel }) => ({
        ...{ key: name, label: labels[channel]!, spend: spend[channel]!, contribution: contribution[channel]! },
      })),
    };
  });
}
