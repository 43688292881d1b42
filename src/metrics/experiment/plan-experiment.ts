import { daysToRun, detectableLift, type ProportionPlan, usersForShares } from '../../stats/power';
import { BadQuestion } from '../BadQuestion';

/** What is asked of a plan; either a lift or users per arm is given. */
export interface PlanQuestion {
  readonly share: number;
  readonly lift: number | null;
  readonly usersPerArm: number | null;
  readonly arms: number;
  readonly usersADay: number | null;
  readonly alpha: number;
  readonly power: number;
  readonly method: ProportionPlan;
}

/** What an experiment needs, or what so many users can show. */
export interface PlannedExperiment {
  readonly usersPerArm: number;
  /** Null where so few users cannot be expected to show any lift. */
  readonly lift: number | null;
  /** Null where nobody said how many users come in a day. */
  readonly days: number | null;
}

const MOST_USERS = 2 ** 31 - 1;
const MOST_DAYS = 36_525;

/** Plans an experiment on a share. Throws a BadQuestion that names the argument that makes no sense. */
export function planExperiment({ share, lift, usersPerArm, arms, usersADay, alpha, power, method }: PlanQuestion): PlannedExperiment {
  const within = (place: string, value: number, holds: boolean, expected: string) => {
    if (!holds) throw new BadQuestion(`experimentPlan.${place}`, value, expected);
  };
  within('share', share, 0 < share && share < 1, 'a share between 0 and 1');
  within('alpha', alpha, 0 < alpha && alpha < 1, 'a level between 0 and 1');
  within('power', power, alpha < power && power < 1, 'a probability between alpha and 1');
  within('arms', arms, arms >= 2, 'two arms or more');
  if (usersADay !== null) within('usersADay', usersADay, usersADay > 0, 'a number above 0');
  if ((lift === null) === (usersPerArm === null)) throw new BadQuestion('experimentPlan.lift', lift, 'either lift or usersPerArm');
  if (lift !== null)
    within('lift', lift, lift !== 0 && 0 < share * (1 + lift) && share * (1 + lift) < 1, 'a lift, not 0, to a share between 0 and 1');
  if (usersPerArm !== null) within('usersPerArm', usersPerArm, usersPerArm >= 2, 'two users or more');
  const demand = { alpha, power };
  const users = usersPerArm ?? Math.ceil(usersForShares(share, share * (1 + lift!), method, demand));
  within('lift', lift ?? 0, users <= MOST_USERS, 'a lift that fewer than two thousand million users show');
  const days = usersADay === null ? null : daysToRun(users, arms, usersADay);
  within('usersADay', usersADay ?? 0, (days ?? 0) <= MOST_DAYS, 'as many as end the experiment within a hundred years');
  const shown = lift ?? detectableLift(users, share, method, demand);
  return { usersPerArm: users, lift: shown, days };
}
