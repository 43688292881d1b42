import { addDays, type Day, daysBetween } from '../../lib/day';
import { type Anomaly, anomalyAt } from '../../stats/anomaly';
import type { Asker } from '../question';
import { crisisReason } from './crisis-reason';
import { CRISIS_RULE, type CrisisRule } from './crisis-rule';

/** What was said of a brand on one day. `judged` are the mentions whose sentiment is known; `reach` views and engagements; `open` a day that is not over. */
export interface CrisisDay {
  readonly day: Day;
  readonly mentions: number;
  readonly negative: number;
  readonly judged: number;
  readonly reach: number;
  readonly open?: boolean;
}

/** How far a crisis has come: more talk than usual and much of it bad; bad news that reached people; bad news that lasts or is overwhelming; over. */
export type CrisisStage = 'WATCH' | 'ALERT' | 'CRISIS' | 'CLOSED';

/** One day of a crisis, as it was judged. */
export interface JudgedDay extends CrisisDay {
  /** Of what is further out: the mentions, or the negative ones among them. */
  readonly z: number | null;
  readonly expected: number | null;
  readonly expectedNegative: number | null;
  readonly negativeShare: number | null;
  readonly stage: CrisisStage;
  /** Why, in words of the language asked for. */
  readonly reason: string;
}

/** A crisis from its first day to the last that was not calm. `stage` is where it stands; `worst` where it stood at its height. */
export interface Crisis {
  readonly from: Day;
  readonly to: Day;
  readonly stage: CrisisStage;
  readonly worst: Exclude<CrisisStage, 'CLOSED'>;
  /** The day on which it was first more than something to watch; null when it never was. */
  readonly alertedOn: Day | null;
  readonly peak: JudgedDay;
  readonly days: readonly JudgedDay[];
}

const RANK = { WATCH: 1, ALERT: 2, CRISIS: 3 } as const;
type Open = keyof typeof RANK;

/** A crisis that is being followed. */
interface Following {
  readonly days: JudgedDay[];
  stage: Open;
  worst: Open;
  badDays: number;
  calm: number;
  alertedOn: Day | null;
  isClosed: boolean;
}

/**
 * The crises in a series of days in order, without gaps, each judged by nothing but the days before it. A crisis opens with a spike of mentions of which
 * many are negative, rises when they also reach people and when that lasts, never falls while it is open, and closes after days of calm.
 */
export function detectCrises(days: readonly CrisisDay[], rule: CrisisRule = CRISIS_RULE, locale: Asker['locale'] = 'EN'): Crisis[] {
  const seriesOf = (count: 'mentions' | 'negative') =>
    days.map(({ day, open = false, ...counts }) => ({ day, value: counts[count], open }));
  const [mentions, negative] = [seriesOf('mentions'), seriesOf('negative')];
  const { weeks, fewestWeeks, spikeFrom: threshold, leastMentions: leastCount, leastChange } = rule;
  const unusual = { kind: 'COUNT' as const, weeks, fewestWeeks, threshold, leastCount, leastChange };
  const found: Following[] = [];
  days.forEach((day, index) => {
    if (day.open) return;
    const [all, bad] = [anomalyAt(mentions, index, unusual), anomalyAt(negative, index, unusual)];
    const share = day.judged > 0 ? day.negative / day.judged : null;
    const isSpike = isUp(all, day.mentions, rule) || isUp(bad, day.negative, rule);
    const z = all.z === null ? null : Math.max(all.z, bad.z ?? all.z);
    follow(found, { ...day, isSpike, z, expected: all.expected, expectedNegative: bad.expected, share }, rule, locale);
  });
  return found.map(told);
}

/** Whether a count is out by the weeks before and by chance: 2(√(x + ⅜) − √(λ + ⅜)) is Anscombe's z of a Poisson count (1948). */
function isUp({ direction, expected }: Anomaly, count: number, { chanceFrom }: CrisisRule): boolean {
  return direction === 'UP' && 2 * (Math.sqrt(count + 3 / 8) - Math.sqrt((expected ?? 0) + 3 / 8)) >= chanceFrom;
}

/** A day beside what was expected of it. */
interface Compared extends CrisisDay {
  readonly isSpike: boolean;
  readonly z: number | null;
  readonly expected: number | null;
  readonly expectedNegative: number | null;
  readonly share: number | null;
}

function follow(found: Following[], day: Compared, rule: CrisisRule, locale: Asker['locale']): void {
  const last = found.at(-1);
  const level = levelOf(day, rule);
  if (last && !last.isClosed) {
    const isCalm = level === null && ((day.z ?? 0) < rule.calmBelow || (day.share ?? 0) < rule.calmShare);
    last.calm = isCalm ? last.calm + 1 : 0;
    if (last.calm >= rule.calmDays) last.isClosed = true;
    else if (!isCalm) add(last, day, level, rule, locale);
    return;
  }
  if (level === null) return;
  const isSame = last && daysBetween(last.days.at(-1)!.day, day.day) <= rule.silenceDays + rule.calmDays;
  if (isSame) Object.assign(last, { isClosed: false, calm: 0 });
  else found.push({ days: [], stage: 'WATCH', worst: 'WATCH', badDays: 0, calm: 0, alertedOn: null, isClosed: false });
  add(found.at(-1)!, day, level, rule, locale);
}

/** What a day is by itself; null when it is nothing unusual. */
function levelOf({ reach, isSpike, share }: Compared, rule: CrisisRule): 'WATCH' | 'ALERT' | null {
  if (!isSpike || share === null || share < rule.watchShare) return null;
  return share >= rule.alertShare && reach >= rule.leastReach ? 'ALERT' : 'WATCH';
}

function add(crisis: Following, compared: Compared, level: Open | null, rule: CrisisRule, locale: Asker['locale']): void {
  if (level === 'ALERT') crisis.badDays++;
  const isOverwhelming = level === 'ALERT' && (compared.z ?? 0) >= rule.crisisTimes * rule.spikeFrom;
  const reached: Open = crisis.badDays >= rule.crisisDays || isOverwhelming ? 'CRISIS' : (level ?? 'WATCH');
  if (RANK[reached] > RANK[crisis.stage]) crisis.stage = reached;
  crisis.worst = crisis.stage;
  if (crisis.stage !== 'WATCH') crisis.alertedOn ??= compared.day;
  const { share, isSpike: _, ...day } = compared;
  const judged = { ...day, negativeShare: share };
  crisis.days.push({ ...judged, stage: crisis.stage, reason: crisisReason(judged, level !== null, rule, locale) });
}

function told({ days, stage, worst, alertedOn, isClosed }: Following): Crisis {
  const peak = days.reduce((a, b) => ((b.z ?? 0) > (a.z ?? 0) ? b : a));
  return { from: days[0]!.day, to: days.at(-1)!.day, stage: isClosed ? 'CLOSED' : stage, worst, alertedOn, peak, days };
}

/** The first day that a crisis within a range may have been judged by. */
export function firstJudged(from: Day, rule: CrisisRule = CRISIS_RULE): Day {
  return addDays(from, -7 * (rule.weeks + 1) - rule.silenceDays);
}
