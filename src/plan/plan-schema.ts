import { z } from 'zod';
import { isCurrency } from '../lib/currency';
import { type Micros, microsFromDecimal } from '../lib/money';
import type { Texts } from '../metrics/metric';
import { AGGREGATIONS, DIRECTIONS, PHASINGS, SPLIT_METHODS } from './goal-target';

// The file is read without YAML's own typing: every scalar arrives as its source text, so that no amount passes through a float.

const text = z.string('expected text').trim().min(1, 'expected text, found nothing');
const key = text.regex(/^[a-z0-9]+(?:[-.][a-z0-9]+)*$/, 'expected a key of small letters, digits, "-" and "."');
const flag = z.enum(['true', 'false'], 'expected true or false').transform((word) => word === 'true');
const list = text.transform((one) => [one]).or(z.array(text, 'expected a text or a list of texts').min(1, 'expected at least one'));

const amount = z
  .string('expected a decimal number')
  .regex(/^[+-]?\d+(?:\.\d{1,6})?%?$/, 'expected a decimal number with at most six decimals, such as 1200000, 0.35 or 35%')
  .transform((source): Micros => microsFromDecimal(source.endsWith('%') ? `${source.slice(0, -1)}e-2` : source));
const positive = amount.refine((value) => value > 0n, 'expected a number above 0');
const weight = amount.refine((value) => value >= 0n, 'expected 0 or more');

const dayOfPlan = text.regex(/^(?:\d{4}-)?\d{2}-\d{2}$/, 'expected a day as MM-DD in the plan year, or YYYY-MM-DD');
const daysOfPlan = text.regex(
  /^(?:\d{4}-)?\d{2}-\d{2}(?:\.\.(?:\d{4}-)?\d{2}-\d{2})?$/,
  'expected a day (MM-DD or YYYY-MM-DD) or a range such as 10-01..10-07',
);

const title = z.union(
  [
    text.transform((same): Texts => ({ en: same, zhHans: same, zhHant: same })),
    z
      .strictObject({ en: text.optional(), 'zh-Hans': text.optional(), 'zh-Hant': text.optional() })
      .refine((texts) => Object.values(texts).some(Boolean))
      .transform(localTexts),
  ],
  'expected a text, or texts by language: en, zh-Hans, zh-Hant',
);

const calendar = z.strictObject(
  {
    weekend: z
      .array(z.enum(['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY']))
      .default(['SATURDAY', 'SUNDAY']),
    holidays: z.array(daysOfPlan).default([]),
    workdays: z.array(daysOfPlan).default([]),
  },
  'expected weekend, holidays and workdays',
);

const brand = z.strictObject({ key, name: title, own: flag, aliases: z.array(text).default([]), excludes: z.array(text).default([]) });

const split = z
  .strictObject({
    method: z.enum(SPLIT_METHODS, `expected one of ${SPLIT_METHODS.join(', ')}`).default('EQUAL'),
    phasing: z.enum(PHASINGS, `expected one of ${PHASINGS.join(', ')}`).optional(),
    calendar: key.optional(),
    weights: z.array(weight).length(12, 'expected 12 weights, January first').optional(),
    months: z.array(amount).optional(),
    quarters: z.array(amount).optional(),
    locks: z
      .record(
        z.string().regex(/^(?:[1-9]|1[0-2])$/, 'expected a month from 1 to 12'),
        amount,
        'expected months with their amounts, such as 11: 140000',
      )
      .optional(),
  })
  .refine((given) => given.weights === undefined || given.method === 'SEASONAL', {
    path: ['weights'],
    message: 'expected weights with method: SEASONAL only',
  })
  .refine((given) => given.months === undefined || given.method === 'MANUAL', {
    path: ['months'],
    message: 'expected months with method: MANUAL only',
  })
  .refine((given) => given.quarters === undefined || given.method === 'MANUAL', {
    path: ['quarters'],
    message: 'expected quarters with method: MANUAL only',
  });

const goal = z.strictObject({
  key,
  title,
  section: key.optional(),
  owner: text.optional(),
  metric: text,
  aggregation: z.enum(AGGREGATIONS, `expected one of ${AGGREGATIONS.join(', ')}`),
  unit: text.optional(),
  better: z.enum(DIRECTIONS, `expected one of ${DIRECTIONS.join(', ')}`).optional(),
  band: z.strictObject({ low: amount, high: amount }, 'expected low and high').optional(),
  where: z.record(z.string(), list, 'expected dimensions with their values, such as BRAND: lumina').default({}),
  target: amount,
  baseline: amount.optional(),
  start: dayOfPlan.optional(),
  end: dayOfPlan.optional(),
  step: positive.optional(),
  split: split.default({ method: 'EQUAL' }),
  campaigns: list.default([]),
  experiments: list.default([]),
  partial: flag.default(false),
  get goals() {
    return z.array(goal, 'expected a list of goals').optional();
  },
});

/** The shape of a plan file after YAML, every scalar as text; parsing turns amounts into millionths and titles into three languages. */
export const planSchema = z.strictObject(
  {
    year: z.string('expected a year').regex(/^(?:current|(?:19|20|21)\d{2})$/, 'expected a year such as 2026, or current'),
    title,
    currency: text.refine(isCurrency, 'expected an ISO 4217 code such as CNY'),
    timeZone: text.refine(isTimeZone, 'expected an IANA time zone such as Asia/Shanghai'),
    rates: z
      .record(
        z.string().refine(isCurrency, 'expected an ISO 4217 code such as USD'),
        positive,
        'expected currencies with their rates, such as USD: 7.1',
      )
      .default({}),
    calendar: key.optional(),
    calendars: z.record(key, calendar, 'expected calendars by key').default({}),
    brands: z.array(brand, 'expected a list of brands').min(1, 'expected at least one brand'),
    sections: z.record(key, title, 'expected sections by key, each with its title').default({}),
    goals: z.array(goal, 'expected a list of goals').min(1, 'expected at least one goal'),
  },
  'expected a plan: year, title, currency, timeZone, brands and goals',
);

export type PlanDraft = z.output<typeof planSchema>;
export type GoalDraft = z.output<typeof goal>;
export type CalendarDraft = z.output<typeof calendar>;

function localTexts(texts: { en?: string; 'zh-Hans'?: string; 'zh-Hant'?: string }): Texts {
  const { en, 'zh-Hans': hans, 'zh-Hant': hant } = texts;
  return { en: en ?? hans ?? hant!, zhHans: hans ?? hant ?? en!, zhHant: hant ?? hans ?? en! };
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false; // Intl says "unknown zone" only by throwing
  }
}
