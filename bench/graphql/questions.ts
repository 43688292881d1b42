/** The names of the questions that are asked. */
export const QUESTIONS = ['Q1', 'Q2', 'Q3', 'Q4', 'Q5'] as const;
export type QuestionName = (typeof QUESTIONS)[number];

/** Those that sum facts; the other one lists. */
export const AGGREGATES = QUESTIONS.filter((name) => name !== 'Q4');

/** What each question is, in words. */
export const WORDS: Record<QuestionName, string> = {
  Q1: 'a year in total by channel, five metrics',
  Q2: 'twenty campaigns together by day for a year, five metrics',
  Q3: 'fifty campaigns with five metrics of their last 30 days each',
  Q4: 'the twenty newest mentions of a brand in a year that have two words, and how many there are',
  Q5: 'a year by month and brand, five metrics',
};

/** The campaigns of Q2. */
export const GROUP = Array.from({ length: 20 }, (_, at) => `bench:${at * 7 + 3}`);
/** The year of Q1, Q2, Q4 and Q5. */
export const YEAR = { from: '2025-05-16', to: '2026-05-15' };
/** The months that lie in that year, the days before and after them, and the last day of the month that then goes on. */
export const MONTHS_OF_YEAR = { from: '2025-06-01', to: '2026-04-30', dayBefore: '2025-05-31', dayAfter: '2026-05-01', end: '2026-05-31' };
/** The days of Q3: the last thirty. */
export const MONTH = { from: '2026-04-16', to: '2026-05-15' };
/** The same of the weeks that lie in those. */
export const WEEKS_OF_MONTH = { from: '2026-04-20', to: '2026-05-10', dayBefore: '2026-04-19', dayAfter: '2026-05-11', end: '2026-05-17' };
/** Today, to whoever asks. */
export const NOW = new Date('2026-05-16T04:00:00Z');

const METRICS = 'spend impressions clicks ctr roasClaimed';
const YEAR_RANGE = `range: {from: "${YEAR.from}", to: "${YEAR.to}"}`;

/** The words and the brand that Q4 looks for. */
export const SEARCH = 'shoes word7';
export const BRAND = 'brand-2';

/** The questions as GraphQL. */
export const QUERIES: Record<QuestionName, string> = {
  Q1: `{ metrics(query: {select: [${METRICS}], by: [CHANNEL], ${YEAR_RANGE}, orderBy: [{dimension: CHANNEL, descending: false}]}) { rows { dimensions { key } values { metric value } } } }`,
  Q2: `{ metrics(query: {select: [${METRICS}], grain: DAY, first: 400, ${YEAR_RANGE}, where: [{dimension: CAMPAIGN, values: ${JSON.stringify(GROUP)}}]}) { rows { period values { metric value } } } }`,
  Q3: `{ campaigns(first: 50) { edges { node { key name metrics(range: {last: 30, unit: DAY}) { ${METRICS} } } } } }`,
  Q4: `{ mentions(first: 20, search: "${SEARCH}", brand: ["${BRAND}"], ${YEAR_RANGE}) { totalCount edges { node { publishedAt text sentiment engagements } } } }`,
  Q5: `{ metrics(query: {select: [${METRICS}], by: [BRAND], grain: MONTH, first: 400, ${YEAR_RANGE}}) { rows { period dimensions { key } values { metric value } } } }`,
};

/** Not measured, only counted: how many statements a list with numbers and goals takes. */
export const WITH_GOALS = `{ campaigns(first: 50) { edges { node { key name goals { key } metrics(range: {last: 30, unit: DAY}) { ${METRICS} } } } } }`;
