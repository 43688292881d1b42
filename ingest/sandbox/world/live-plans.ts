import { addDays, type Day, toEpoch } from '../../../src/lib/day';

/** Who streams for Verdane on Douyin, and what they get for it: a fee for each stream in hundredths, and a share of what is paid. */
export interface LiveHost {
  readonly id: string;
  readonly name: string;
  readonly slotFeeCents: number;
  readonly commission: number;
}

/** A livestream before it is known how it went. `kind`: its numbers are drawn, are those of the textbook, or were helped along. */
export interface LivePlan {
  readonly day: Day;
  readonly host: LiveHost;
  readonly title: string;
  /** Beijing time. */
  readonly start: string;
  readonly kind: 'plain' | 'textbook' | 'inflated';
  /** How many times the usual number of viewers come. */
  readonly draw: number;
}

/** The brand's own account, and a guest with a fee and a commission. */
export const LIVE_HOSTS: readonly [own: LiveHost, guest: LiveHost] = [
  { id: '7102938475610293847', name: '青岚官方旗舰店', slotFeeCents: 0, commission: 0 },
  { id: '7293847561029384756', name: '小鹿成分测评', slotFeeCents: 1_000_000, commission: 0.2 },
];

const FESTIVALS: Readonly<Record<string, readonly [title: string, draw: number]>> = {
  '03-08': ['女神节 专场', 1.6],
  '05-31': ['618 开门红', 1.7],
  '06-17': ['618 前夜', 1.3],
  '06-18': ['618 狂欢日', 1.3],
  '10-31': ['双11 第一波', 1.6],
  '11-10': ['双11 前夜', 1.3],
  '11-11': ['双11 狂欢日', 1.2],
  '12-12': ['双12 返场', 1.3],
};
const FRIDAY = 4;

/**
 * The livestreams of a day: one on Fridays, of which the guest has the second and the last of a month, and one on festival days; some sixty a
 * year. The guest's last stream of a month was helped along in even months, and has the numbers of the textbook in odd ones.
 */
export function livePlansOn(day: Day): LivePlan[] {
  const [own, guest] = LIVE_HOSTS;
  const festival = FESTIVALS[day.slice(5)];
  if (festival) return [{ day, host: own, title: `青岚 ${festival[0]}`, start: '19:30:00', kind: 'plain', draw: festival[1] }];
  if ((toEpoch(day) + 3) % 7 !== FRIDAY) return [];
  const isLast = addDays(day, 7).slice(5, 7) !== day.slice(5, 7);
  const week = Math.ceil(Number(day.slice(8)) / 7);
  if (!isLast && week !== 2) return [{ day, host: own, title: '青岚 周五会员日', start: '19:30:00', kind: 'plain', draw: 1 }];
  const kind = !isLast ? 'plain' : Number(day.slice(5, 7)) % 2 === 0 ? 'inflated' : 'textbook';
  return [{ day, host: guest, title: '小鹿 x 青岚 敏感肌专场', start: '20:00:00', kind, draw: 1.2 }];
}
