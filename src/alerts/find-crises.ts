import type { Session } from '../database/session';
import { answer } from '../metrics/answer';
import { brandCrises } from '../metrics/crisis/brand-crises';
import { type NotedCrisis, withNotes } from '../metrics/crisis/crisis-notes';
import type { Asker } from '../metrics/question';
import type { AlertSettings } from './alert-rules';
import { type Condition, detailsOf, type Found, rankOf } from './condition';
import { type LateSources, lateOf } from './late-sources';
import { type WatchedBrand, watchedBrands } from './watched-brands';

/** A crisis is open, or was closed lately: what lies further back is over in any case. */
const LOOK_BACK_DAYS = 30;

/** The crises that brands are in. Where mentions are late, calm may only be silence: nothing is then said to be over. */
export async function findCrises(session: Session, rule: AlertSettings['CRISIS'], asker: Asker, late: LateSources): Promise<Found> {
  const behind = lateOf(late, ['mention']);
  const conditions: Condition[] = [];
  for (const brand of await watchedBrands(session, rule.brands)) {
    const found = await brandCrises(session, brand.key, { last: LOOK_BACK_DAYS, unit: 'DAY' }, asker);
    const [open] = (await withNotes(session, brand.key, found)).filter(({ stage }) => stage !== 'CLOSED').slice(-1);
    if (!open || rankOf('CRISIS', open.stage) < rankOf('CRISIS', rule.from)) continue;
    const details = await detailsOfCrisis(session, brand, open, asker, behind);
    conditions.push({ kind: 'CRISIS', thing: brand.key, level: open.stage, details, silentUntil: open.silentUntil });
  }
  return { conditions, unsure: behind.length > 0 ? ['CRISIS *'] : [] };
}

async function detailsOfCrisis(session: Session, brand: WatchedBrand, crisis: NotedCrisis, asker: Asker, behind: readonly string[]) {
  const last = crisis.days.at(-1)!;
  const { expectedNegative, negativeShare, z } = last;
  const where = [{ dimension: 'BRAND' as const, op: 'IN' as const, values: [brand.key] }];
  const { rows } = await answer(
    session,
    {
      ...{ select: ['mentions'], by: [], range: { from: last.day, to: last.day }, where },
      ...{ fx: 'DAY_RATE', orderBy: [], totals: false, first: 1 },
    },
    asker,
  );
  return detailsOf({
    subject: brand.names,
    ...{ brand: brand.key, metric: 'mentions', unit: 'COUNT', day: last.day, value: last.mentions, expected: last.expected },
    numbers: {
      ...{ negative: last.negative, reach: last.reach },
      ...(expectedNegative === null ? {} : { expectedNegative }),
      ...(negativeShare === null ? {} : { negativeShare }),
      ...(z === null ? {} : { z }),
    },
    said: `${last.reason}; since ${crisis.from}, by rule ${crisis.rule.version}`,
    owner: crisis.owner,
    lineage: rows[0]?.values[0]?.lineage ?? null,
    behind,
  });
}
