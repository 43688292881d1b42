import type { Session } from '../../database/session';
import { addDays, type Day, daysOf, toEpoch } from '../../lib/day';
import { type LiftAfter, liftAfter } from '../../stats/lift-after';
import { ask, isOneOf } from '../ask';
import { storedMapping } from '../mapping/stored-mapping';
import type { Asker } from '../question';
import { instantText } from '../snapshot';

/** Searches for the brand are those that the rules for queries call so. */
const BRAND_QUERIES = 'brand';
const BEFORE_DAYS = 28;
const AFTER_DAYS = 7;
/** So many of the newest days are looked at. */
const MOST_DAYS = 10;

/** Searches for a brand in the week from a day on which a creator posted or streamed. */
export interface BrandSearchLift {
  readonly day: Day;
  readonly brand: string;
  readonly lift: LiftAfter | null;
  /** Why there is none. */
  readonly reason: 'NO_BRAND_RULES' | 'NOT_ENOUGH_DAYS' | null;
}

/**
 * What searches for the brand came to in the seven days from each content day of a person, against the same weekdays of the four weeks before,
 * without the weeks after other content of theirs. Before and after, and no proof: whatever else happened then is in it.
 */
export async function brandSearchLifts(
  session: Session,
  content: readonly { day: Day; brand: string }[],
  asker: Asker,
  asOf?: Date,
): Promise<BrandSearchLift[]> {
  const rules = (await storedMapping(session, asOf && instantText(asOf)))?.rules.get('QUERY_TYPE') ?? [];
  const hasRules = rules.some(({ value }) => value === BRAND_QUERIES);
  const lifts: BrandSearchLift[] = [];
  for (const { day, brand } of content.slice(-MOST_DAYS)) {
    if (!hasRules) {
      lifts.push({ day, brand, lift: null, reason: 'NO_BRAND_RULES' });
      continue;
    }
    const others = content.filter((each) => each.brand === brand && each.day < day).map((each) => each.day);
    const lift = await liftOf(session, { day, brand }, others, asker, asOf);
    lifts.push({ day, brand, lift, reason: lift ? null : 'NOT_ENOUGH_DAYS' });
  }
  return lifts;
}

async function liftOf(
  session: Session,
  { day, brand }: { day: Day; brand: string },
  others: readonly Day[],
  asker: Asker,
  asOf: Date | undefined,
): Promise<LiftAfter | null> {
  const range = { from: addDays(day, -BEFORE_DAYS), to: addDays(day, AFTER_DAYS - 1) };
  const where = [isOneOf('BRAND', brand), isOneOf('QUERY_TYPE', BRAND_QUERIES)];
  const { rows } = await ask(session, { select: ['searchImpressions'], range, where, grain: 'DAY', asOf }, asker);
  const found = new Map(rows.map(({ period, values }) => [period, values[0]?.value ?? null]));
  const isAfterOther = (each: Day) => others.some((other) => each >= other && each < addDays(other, AFTER_DAYS));
  const valuesOf = (from: Day, to: Day, keep: (each: Day) => boolean) =>
    [...daysOf({ from, to })].flatMap((each) => {
      const value = found.get(each) ?? null;
      return value === null || !keep(each) ? [] : [{ weekday: (((toEpoch(each) + 3) % 7) + 7) % 7, value }];
    });
  const before = valuesOf(range.from, addDays(day, -1), (each) => !isAfterOther(each));
  const after = valuesOf(day, range.to, () => true);
  return after.length < AFTER_DAYS ? null : liftAfter(before, after);
}
