import type { FactClass } from '../../entities/facts/fact';
import type { Session } from '../../src/database/session';
import type { Day, DayRange } from '../../src/lib/day';
import type { WorkedOutRow } from './replace-rows';

/** What a worked-out fact followed from when it was worked out last. */
export interface Worked {
  /** PostgreSQL's own text of the instant of the last change that is in it. */
  readonly through: string;
  readonly day: Day;
  readonly setting: string;
}

/** Rows as they are to be: of the days of their portion, those whose column has one of the values are to be these and no others. */
export interface Batch {
  readonly values: readonly string[];
  readonly rows: readonly WorkedOutRow[];
}

/** A part of what is to be worked out, small enough that others may wait while it is written. */
export interface Portion {
  /** The days on which its rows may lie. */
  readonly range: DayRange;
  /** Works its rows out from what a snapshot sees, which keeps nobody waiting. */
  read(session: Session): Promise<Batch[]>;
}

/** How a fact follows from others. */
export interface Derivation {
  readonly fact: FactClass;
  /** The column that tells of whom a row is. */
  readonly column: string;
  /** The setting that it follows from besides, in words; another one makes it follow anew. */
  setting(session: Session): Promise<string>;
  /** What has to be worked out anew since then, or from everything where that is null; today is the workspace's. */
  portions(session: Session, since: Worked | null, today: Day): Promise<Portion[]>;
  /** Of whom anything has changed since then; null when it is most of them. */
  changedSince(session: Session, since: Worked, today: Day): Promise<readonly string[] | null>;
}
