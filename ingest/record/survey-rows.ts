import type { SurveyAnswer } from '../../entities/facts/SurveyAnswer';
import type { Day } from '../../src/lib/day';
import { type Micros, microsFromDecimal } from '../../src/lib/money';
import { BadRecord } from '../errors';
import type { AskedQuestion, SurveySettings } from './survey-questions';

/** One response of a survey. */
export interface SurveyResponse {
  readonly respondent: string;
  readonly day: Day;
  /** Values by the platform's names: text, a number, true or false, or a list of those; null when asked and not answered, absent when not asked. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The words of coded answers, by the same names. */
  readonly words?: Readonly<Record<string, unknown>>;
}

/** The least and the greatest score of the questions that metrics are made of. */
const SCALES: Record<string, readonly [least: number, greatest: number]> = {
  nps: [0, 10],
  csat: [1, 5],
  aware_aided: [0, 1],
  aware_unaided: [0, 1],
  consider: [0, 1],
  aware_ad: [0, 1],
  purchase_intent: [1, 5],
  favourability: [1, 5],
  recommend: [1, 5],
  repurchase: [1, 5],
  ces: [1, 7],
};
const MILLION = 1_000_000n;

/**
 * A row for each question of the settings that the respondent was asked. Throws BadRecord when an answer is off its question's scale or no score
 * of it, when there is no brand, and when the weight is no number above 0.
 */
export function surveyRows(
  response: SurveyResponse,
  settings: SurveySettings,
  source: { key: string; brand: string | null },
): SurveyAnswer[] {
  const { values } = response;
  const weight = settings.weight === undefined ? MILLION : weightIn(values[settings.weight], settings.weight);
  return settings.questions
    .filter(({ from }) => values[from] !== undefined)
    .map((question) => ({
      day: response.day,
      brand: brandOf(question, source),
      wave: waveOf(response.day, settings.wave),
      respondent: response.respondent,
      question: question.question,
      study: settings.study ?? null,
      segment: settings.segment === undefined ? null : spoken(response, settings.segment),
      region: settings.region === undefined ? null : spoken(response, settings.region),
      answer: spoken(response, question.from),
      score: scoreOf(question, response),
      weight,
    }));
}

function brandOf({ brand }: AskedQuestion, source: { key: string; brand: string | null }): string {
  const key = brand ?? source.brand;
  if (key === null) throw new BadRecord('the question belongs to no brand: give it or the source a brand', 'brand', source.key);
  return key;
}

function waveOf(day: Day, wave: SurveySettings['wave']): string {
  const [year = '', month = ''] = day.split('-');
  if (typeof wave === 'object') return wave.fixed;
  return { year, quarter: `${year}-Q${Math.ceil(Number(month) / 3)}`, month: `${year}-${month}` }[wave];
}

function weightIn(value: unknown, place: string): Micros {
  const weight = numberIn(value);
  if (weight === null || weight <= 0n) throw new BadRecord('the weight must be a number above 0', place, String(value));
  return weight;
}

/** An answer in words: those that the platform gives for it, else its own value. */
function spoken({ values, words }: SurveyResponse, from: string): string | null {
  const texts = textsOf(words?.[from] ?? values[from]);
  return texts.length === 0 ? null : texts.join('; ');
}

function textsOf(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.map((each) => String(each ?? '').trim()).filter((text) => text !== '');
}

function scoreOf({ from, question, scores, choice }: AskedQuestion, { values, words }: SurveyResponse): Micros | null {
  const codes = textsOf(values[from]);
  if (codes.length === 0) return null;
  const named = [...codes, ...textsOf(words?.[from])];
  if (choice !== undefined) return named.includes(choice) ? MILLION : 0n;
  const found = named.map((text) => scores?.[text]).find((score) => score !== undefined);
  const score = found === undefined ? numberIn(values[from]) : microsFromDecimal(found);
  const scale = SCALES[question];
  if (score === null && (scale || scores)) throw new BadRecord('the answer has no score; say in "scores" what it counts', from, codes[0]);
  if (score !== null && scale && (score < micros(scale[0]) || score > micros(scale[1])))
    throw new BadRecord(`an answer to ${question} is from ${scale[0]} to ${scale[1]}`, from, codes[0]);
  return score;
}

function micros(points: number): Micros {
  return BigInt(points) * MILLION;
}

function numberIn(value: unknown): Micros | null {
  if (typeof value === 'boolean') return value ? MILLION : 0n;
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  return /^\s*[-+]?\d+(\.\d+)?\s*$/.test(String(value)) ? microsFromDecimal(value) : null;
}
