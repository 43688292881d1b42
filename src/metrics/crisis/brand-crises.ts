import type { Session } from '../../database/session';
import { type Day, daysOf } from '../../lib/day';
import { answer } from '../answer';
import { resolveRange } from '../period';
import type { Asker, MetricRow, Question, Range } from '../question';
import type { CrisisRule } from './crisis-rule';
import { type Crisis, type CrisisDay, detectCrises, firstJudged } from './detect-crises';
import { crisisRule } from './rule-versions';

const MEASURES = ['mentions', 'mentionsNegative', 'mentionsNeutral', 'mentionsPositive', 'mentionViews', 'mentionEngagements'] as const;
/** A hundred years of days. */
const MOST_DAYS = 36_600;

/** A crisis of a brand by a rule, with what people talked about most while it lasted, by their negative mentions. */
export interface BrandCrisis extends Crisis {
  readonly rule: CrisisRule;
  readonly topics: readonly { readonly topic: string; readonly label: string; readonly negative: number }[];
}

/** The crises of a brand that touch a range, the oldest first, by the rule and as far as was known at `asOf`; days that are not over are not judged. */
export async function brandCrises(session: Session, brand: string, range: Range, asker: Asker, asOf?: Date): Promise<BrandCrisis[]> {
  const { from, to } = resolveRange(range, asker.today);
  const rule = await crisisRule(session, asOf);
  const days = await crisisDays(session, brand, { from: firstJudged(from, rule), to }, asker, asOf);
  const found = detectCrises(days, rule, asker.locale).filter((crisis) => crisis.to >= from);
  const told: BrandCrisis[] = [];
  for (const crisis of found) told.push({ ...crisis, rule, topics: await topicsOf(session, brand, crisis, asker, asOf) });
  return told;
}

/** What was said of a brand on each day of a range; where no mention is known there was none. */
export async function crisisDays(
  session: Session,
  brand: string,
  { from, to }: { from: Day; to: Day },
  asker: Asker,
  asOf?: Date,
): Promise<CrisisDay[]> {
  const { rows } = await answer(
    session,
    { ...questionOf(brand, { from, to }, asOf), select: [...MEASURES], grain: 'DAY', first: MOST_DAYS },
    asker,
    { maxFirst: MOST_DAYS },
  );
  const byDay = new Map(rows.map((row) => [row.period, row]));
  const first = rows.reduce<Day | null>(
    (least, { period }) => (period !== null && (least === null || period < least) ? period : least),
    null,
  );
  if (first === null) return [];
  return [...daysOf({ from: first, to })].map((day) => dayOf(day, byDay.get(day), asker.today));
}

function dayOf(day: Day, row: MetricRow | undefined, today: Day): CrisisDay {
  const value = (metric: (typeof MEASURES)[number]) => row?.values.find((each) => each.metric === metric)?.value ?? 0;
  const negative = value('mentionsNegative');
  return {
    day,
    mentions: value('mentions'),
    negative,
    judged: negative + value('mentionsNeutral') + value('mentionsPositive'),
    reach: value('mentionViews') + value('mentionEngagements'),
    open: day >= today,
  };
}

async function topicsOf(session: Session, brand: string, { from, to }: Crisis, asker: Asker, asOf?: Date): Promise<BrandCrisis['topics']> {
  const question = { ...questionOf(brand, { from, to }, asOf), by: ['TOPIC' as const], first: 4 };
  const orderBy = [{ metric: 'mentionsNegative', descending: true }];
  const { rows } = await answer(session, { ...question, select: ['mentionsNegative'], orderBy }, asker);
  return rows.flatMap(({ dimensions: [topic], values: [value] }) =>
    topic && topic.key !== '' && value?.value ? [{ topic: topic.key, label: topic.label, negative: value.value }] : [],
  );
}

function questionOf(brand: string, range: Range, asOf?: Date): Omit<Question, 'select' | 'first'> {
  const where = [{ dimension: 'BRAND' as const, op: 'IN' as const, values: [brand] }];
  return { by: [], range, where, fx: 'DAY_RATE', orderBy: [], totals: false, ...(asOf ? { asOf } : {}) };
}
