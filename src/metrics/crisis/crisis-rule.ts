/** When talk about a brand is a crisis. A change of a number is a new version, which every answer names. */
export interface CrisisRule {
  readonly version: string;
  /** So many weeks of the same weekday are what a day is held against; so many of them must be known. */
  readonly weeks: number;
  readonly fewestWeeks: number;
  /** A day is a spike when its mentions, or its negative ones, are so many robust deviations above their weekday's median, so many, and so much above the median. */
  readonly spikeFrom: number;
  /** No count is steadier than chance: it must also be so many deviations of a Poisson count above, which tells where counts are small. */
  readonly chanceFrom: number;
  readonly leastMentions: number;
  readonly leastChange: number;
  /** The share of negative mentions from which a spike is worth watching, and from which it is bad news. */
  readonly watchShare: number;
  readonly alertShare: number;
  /** Views and engagements of the day's mentions, from which bad news has reached people. */
  readonly leastReach: number;
  /** So many days of bad news make a crisis, or one so many times as far out as a spike. */
  readonly crisisDays: number;
  readonly crisisTimes: number;
  /** A day is calm below so many deviations, or below this share of negative ones (hysteresis: both lower than what opens). */
  readonly calmBelow: number;
  readonly calmShare: number;
  /** After so many calm days it is over; within so many days of its end it is the same one that goes on, and nobody is alerted anew. */
  readonly calmDays: number;
  readonly silenceDays: number;
}

/** The rule that holds: thresholds of 3.5 robust deviations (Iglewicz and Hoaglin 1993) and of half the mentions negative. */
export const CRISIS_RULE: CrisisRule = {
  version: '2026-1',
  weeks: 8,
  fewestWeeks: 4,
  spikeFrom: 3.5,
  chanceFrom: 3,
  leastMentions: 5,
  leastChange: 0.5,
  watchShare: 0.35,
  alertShare: 0.5,
  leastReach: 20,
  crisisDays: 2,
  crisisTimes: 3,
  calmBelow: 2,
  calmShare: 0.35,
  calmDays: 3,
  silenceDays: 7,
};
