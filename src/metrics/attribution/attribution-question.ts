import { isCurrency } from '../../lib/currency';
import type { DayRange } from '../../lib/day';
import { BadQuestion } from '../BadQuestion';
import { oneOf } from '../one-of';
import { resolveRange } from '../period';
import type { Asker, Range } from '../question';

/** How an outcome is credited to the touches before it. */
export const ATTRIBUTION_MODELS = [
  'FIRST',
  'LAST',
  'LAST_NON_DIRECT',
  'LINEAR',
  'TIME_DECAY',
  'POSITION',
  'CUSTOM',
  'MARKOV',
  'SHAPLEY',
] as const;
export type AttributionModelName = (typeof ATTRIBUTION_MODELS)[number];

/** What credit is broken down by. */
export const CREDITED = ['CHANNEL', 'PLATFORM', 'CAMPAIGN'] as const;
export type Credited = (typeof CREDITED)[number];

/** What is asked of the journeys of a range; what is absent takes its default. */
export interface AttributionQuestion {
  readonly range: Range;
  readonly models?: readonly AttributionModelName[] | null;
  readonly by?: Credited | null;
  /** The brands, by key, whose orders are looked at; all when absent. */
  readonly brands?: readonly string[] | null;
  /** How many days before an order a touch counts; 30. */
  readonly windowDays?: number | null;
  /** TIME_DECAY: after so many days a touch is worth half; 7. */
  readonly halfLifeDays?: number | null;
  /** POSITION: the shares of the first and the last touch; 0.4 and 0.4. */
  readonly position?: readonly number[] | null;
  /** CUSTOM: what the last touch, the one before it, … are worth; further ones the last number. */
  readonly weights?: readonly number[] | null;
  /** MARKOV: how many touches back a step remembers; 1. */
  readonly markovOrder?: number | null;
  /** SHAPLEY above 12 channels: how many orders are drawn, and from what. */
  readonly samples?: number | null;
  readonly seed?: number | null;
  readonly currency?: string | null;
  readonly asOf?: Date | null;
}

/** A question that can be answered. */
export interface AskedAttribution {
  readonly range: DayRange;
  readonly models: readonly AttributionModelName[];
  readonly by: Credited;
  readonly brands: readonly string[];
  /** Only what these people did, by key; everybody when absent. */
  readonly people?: readonly string[];
  readonly windowDays: number;
  readonly halfLifeDays: number;
  readonly position: readonly [number, number];
  readonly weights: readonly number[];
  readonly markovOrder: number;
  readonly samples: number;
  readonly seed: number;
  readonly currency: string | null;
  readonly asOf: Date | null;
}

const MODELS_BY_THEMSELVES = ATTRIBUTION_MODELS.filter((model) => model !== 'CUSTOM');

/** Fills in what is left out; a BadQuestion that names the place where something cannot be meant. */
export function checkAttribution(question: AttributionQuestion, asker: Asker): AskedAttribution {
  const weights = question.weights ?? [];
  const models = question.models ?? (weights.length > 0 ? ATTRIBUTION_MODELS : MODELS_BY_THEMSELVES);
  oneOf('models', models, ATTRIBUTION_MODELS);
  const by = question.by ?? 'CHANNEL';
  oneOf('by', [by], CREDITED);
  if (models.includes('CUSTOM') && weights.length === 0) throw new BadQuestion('weights', [], 'the weights of the model CUSTOM');
  if (weights.some((weight) => !(weight >= 0)) || (weights.length > 0 && weights[0] === 0))
    throw new BadQuestion('weights', weights, 'numbers of which none is below 0 and the first is above');
  const position = question.position ?? [0.4, 0.4];
  const [first = -1, last = -1] = position;
  if (position.length !== 2 || !(first >= 0 && last >= 0 && first + last > 0 && first + last <= 1))
    throw new BadQuestion('position', position, 'the shares of the first and of the last touch, together above 0 and at most 1');
  if (question.currency != null && !isCurrency(question.currency))
    throw new BadQuestion('currency', question.currency, 'an ISO 4217 code such as EUR');
  return {
    range: resolveRange(question.range, asker.today),
    models: [...new Set(models)],
    by,
    brands: question.brands ?? [],
    windowDays: whole('windowDays', question.windowDays ?? 30, 1, 365),
    halfLifeDays: positive('halfLifeDays', question.halfLifeDays ?? 7),
    position: [first, last],
    weights,
    markovOrder: whole('markovOrder', question.markovOrder ?? 1, 1, 5),
    samples: whole('samples', question.samples ?? 2000, 2, 20_000),
    seed: question.seed ?? 1,
    currency: question.currency ?? null,
    asOf: question.asOf ?? null,
  };
}

function whole(place: string, value: number, least: number, most: number): number {
  if (!Number.isInteger(value) || value < least || value > most)
    throw new BadQuestion(place, value, `a whole number from ${least} to ${most}`);
  return value;
}

function positive(place: string, value: number): number {
  if (!(value > 0 && value < 10_000)) throw new BadQuestion(place, value, 'a number above 0 and below 10000');
  return value;
}
