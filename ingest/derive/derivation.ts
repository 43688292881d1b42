import type { FactClass } from '../../entities/facts/fact';
import type { Session } from '../../src/database/session';
import type { Day } from '../../src/lib/day';

/** What a worked-out fact followed from when it was worked out last. */
export interface Worked {
  /** PostgreSQL's own text of the instant of the last change that is in it. */
  readonly through: string;
  readonly day: Day;
  readonly setting: string;
}

/** What working out goes by. */
export interface Deriving {
  readonly session: Session;
  /** Null when it has to be worked out anew from everything. */
  readonly since: Worked | null;
  /** Today in the workspace's zone. */
  readonly today: Day;
  readonly recordedAt: string;
  /** Makes the months ready that the days of a range lie in. */
  readonly prepare: (fact: FactClass, from: Day, to: Day) => Promise<void>;
}

/** How a fact follows from others. */
export interface Derivation {
  readonly fact: FactClass;
  /** The setting that it follows from besides, in words; another one makes it follow anew. */
  setting(session: Session): Promise<string>;
  /** Brings the rows up to date and returns the days on which any changed. */
  derive(deriving: Deriving): Promise<Day[]>;
}
