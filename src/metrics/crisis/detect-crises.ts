import { addDays, type Day, daysBetween } from '../../lib/day';
import { type Anomaly, anomalyAt } from '../../stats/anomaly';
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
  readonly z: number | null;
  readonly expected: number | null;
  readonly negativeShare: number | null;
  readonly stage: CrisisStage;
  /** Why, in words. */
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
export function detectCrises(days: readonly CrisisDay[], rule: CrisisRule = CRISIS_RULE): Crisis[] {
  const series = days.map(({ day, mentions, open = false }) => ({ day, value: mentions, open }));
  const found: Following[] = [];
  days.forEach((day, index) => {
    if (day.open) return;
    const { weeks, fewestWeeks, spikeFrom: threshold, leastMentions: leastCount, leastChange } = rule;
    const anomaly = anomalyAt(series, index, { kind: 'COUNT', weeks, fewestWeeks, threshold, leastCount, leastChange });
    const share = day.judged > 0 ? day.negative / day.judged : null;
    follow(found, day, anomaly, share, rule);
  });
  return found.map(told);
}

function follow(found: Following[], day: CrisisDay, anomaly: Anomaly, share: number | null, rule: CrisisRule): void {
  const last = found.at(-1);
  const level = levelOf(day, anomaly, share, rule);
  if (last && !last.isClosed) {
    const isCalm = level === null && ((anomaly.z ?? 0) < rule.calmBelow || (share ?? 0) < rule.calmShare);
    last.calm = isCalm ? last.calm + 1 : 0;
    if (last.calm >= rule.calmDays) last.isClosed = true;
    else if (!isCalm) add(last, day, anomaly, share, level, rule);
    return;
  }
  if (level === null) return;
  const isSame = last && daysBetween(last.days.at(-1)!.day, day.day) <= rule.silenceDays + rule.calmDays;
  if (isSame) Object.assign(last, { isClosed: false, calm: 0 });
  else found.push({ days: [], stage: 'WATCH', worst: 'WATCH', badDays: 0, calm: 0, alertedOn: null, isClosed: false });
  add(found.at(-1)!, day, anomaly, share, level, rule);
}

/** What a day is by itself; null when it is nothing unusual. */
function levelOf({ reach }: CrisisDay, { direction }: Anomaly, share: number | null, rule: CrisisRule): 'WATCH' | 'ALERT' | null {
  if (direction !== 'UP' || share === null || share < rule.watchShare) return null;
  return share >= rule.alertShare && reach >= rule.leastReach ? 'ALERT' : 'WATCH';
}

function add(crisis: Following, day: CrisisDay, anomaly: Anomaly, share: number | null, level: Open | null, rule: CrisisRule): void {
  if (level === 'ALERT') crisis.badDays++;
  const isOverwhelming = level === 'ALERT' && (anomaly.z ?? 0) >= rule.crisisTimes * rule.spikeFrom;
  const reached: Open = crisis.badDays >= rule.crisisDays || isOverwhelming ? 'CRISIS' : (level ?? 'WATCH');
  if (RANK[reached] > RANK[crisis.stage]) crisis.stage = reached;
  crisis.worst = crisis.stage;
  if (crisis.stage !== 'WATCH') crisis.alertedOn ??= day.day;
  const { z, expected } = anomaly;
  crisis.days.push({ ...day, z, expected, negativeShare: share, stage: crisis.stage, reason: reasonOf(day, anomaly, share, level, rule) });
}

function reasonOf(
  { mentions, reach }: CrisisDay,
  { z, expected }: Anomaly,
  share: number | null,
  level: Open | null,
  rule: CrisisRule,
): string {
  const volume = `${mentions} mentions where ${round(expected ?? 0)} were expected (z ${round(z ?? 0)}, spike from ${rule.spikeFrom})`;
  const mood = `${share === null ? 'none judged' : `${round(share * 100)} % negative`} (bad news from ${rule.alertShare * 100} %)`;
  const reached = `reach ${reach} (from ${rule.leastReach})`;
  return `${level === null ? 'not calm yet: ' : ''}${volume}; ${mood}; ${reached}`;
}

function told({ days, stage, worst, alertedOn, isClosed }: Following): Crisis {
  const peak = days.reduce((a, b) => ((b.z ?? 0) > (a.z ?? 0) ? b : a));
  return { from: days[0]!.day, to: days.at(-1)!.day, stage: isClosed ? 'CLOSED' : stage, worst, alertedOn, peak, days };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** The first day that a crisis within a range may have been judged by. */
export function firstJudged(from: Day, rule: CrisisRule = CRISIS_RULE): Day {
  return addDays(from, -7 * (rule.weeks + 1) - rule.silenceDays);
}
