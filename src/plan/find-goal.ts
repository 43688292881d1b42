import type { Session } from '../database/session';
import type { Asker } from '../metrics/question';
import { type PlannedGoal, readGoals } from './read-goals';

/** The goal of a key: of the given year's plan; without a year of this year's or, where that has none, of the latest. Null when there is none. */
export async function findGoal(session: Session, key: string, year: number | null, { today }: Asker): Promise<PlannedGoal | null> {
  const goals = await readGoals(session, { key });
  const inYear = (wanted: number) => goals.find(({ plan }) => plan.year === wanted) ?? null;
  return year === null ? (inYear(Number(today.slice(0, 4))) ?? goals.at(-1) ?? null) : inYear(year);
}
