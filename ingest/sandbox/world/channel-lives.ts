import { type Day, daysBetween, toEpoch } from '../../../src/lib/day';
import { roll } from './dice';
import { crisisOn, demandOn, salesKept } from './season';
import { startOfDayIn } from './zone';

/** A selling livestream in Verdane's WeChat channel; instants in milliseconds since 1970, money in fen, as it is in the end. */
export interface ChannelLive {
  readonly id: string;
  readonly day: Day;
  readonly startedAt: number;
  readonly seconds: number;
  readonly impressions: number;
  readonly viewers: number;
  readonly peak: number;
  readonly meanSeconds: number;
  readonly likes: number;
  readonly comments: number;
  readonly shares: number;
  readonly newFollowers: number;
  readonly exposures: number;
  readonly clicks: number;
  readonly orders: number;
  readonly buyers: number;
  readonly gmvFen: number;
  readonly refundFen: number;
}

const THURSDAY = 3;
/** Every Thursday evening, and on the days of the great sales. */
const SALES = ['06-16', '06-17', '06-18', '11-09', '11-10', '11-11'];
/** Refunds come in for so many days. */
const REFUND_DAYS = 14;

/** The livestreams that begin on a day of Beijing, about sixty a year. */
export function channelLivesOn(seed: number, day: Day): ChannelLive[] {
  const epoch = toEpoch(day);
  if ((((epoch + 3) % 7) + 7) % 7 !== THURSDAY && !SALES.includes(day.slice(5))) return [];
  const dice = roll(seed, 'channel-live', epoch);
  const viewers = Math.round(5200 * demandOn('verdane', day) * dice.around(0.2));
  const clicks = dice.count(viewers * 0.31);
  const orders = dice.count(viewers * 0.021 * salesKept('verdane', day));
  const gmvFen = Array.from({ length: orders }, () => dice.int(159, 469) * 100).reduce((sum, fen) => sum + fen, 0);
  return [
    {
      id: `export/UzFfAgtgekIEAQAAAAAA${epoch.toString(36)}`,
      day,
      startedAt: startOfDayIn('Asia/Shanghai', day) + (20 * 3600 + dice.int(0, 600)) * 1000,
      seconds: dice.int(7200, 13_500),
      impressions: Math.round(viewers * dice.around(0.1) * 5),
      viewers,
      peak: Math.round(viewers * 0.07 * dice.around(0.15)),
      meanSeconds: dice.int(90, 310),
      likes: dice.count(viewers * 2.4),
      comments: dice.count(viewers * 0.15),
      shares: dice.count(viewers * 0.02),
      newFollowers: dice.count(viewers * 0.006),
      exposures: Math.round(viewers * 3.2 * dice.around(0.1)),
      clicks,
      orders,
      buyers: Math.round(orders * 0.97),
      gmvFen,
      refundFen: Math.round((gmvFen * (crisisOn('verdane', day) ? 0.34 : 0.16) * dice.around(0.2)) / 100) * 100,
    },
  ];
}

/** What has been paid back of a livestream's sales by the end of a day, in fen. */
export function refundedBy(live: ChannelLive, day: Day): number {
  const age = Math.max(0, daysBetween(live.day, day));
  return age >= REFUND_DAYS ? live.refundFen : Math.floor((live.refundFen * age) / REFUND_DAYS / 100) * 100;
}
