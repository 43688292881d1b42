import type { FactClass } from '../../../entities/facts/fact';
import { LiveProduct } from '../../../entities/facts/LiveProduct';
import { LiveSession } from '../../../entities/facts/LiveSession';
import type { Session } from '../../database/session';
import { addDays, type Day, type DayRange } from '../../lib/day';
import { groupBy } from '../../lib/group-by';
import { type Cohort, type DevelopmentStep, learnDevelopment, type Projection, project } from '../../stats/development';
import { numberIn, type ToldRow, textIn, toldRows } from '../evidence/told-rows';
import { mappedValue } from '../mapping/mapping';
import { storedMapping } from '../mapping/stored-mapping';
import { instantText } from '../snapshot';
import { accountOf } from './account-signals';
import { refundHistories } from './refund-histories';

/** By what refunds are told apart: not at all, by platform, by account of the creator, or by category of what was sold. */
export const REFUND_GROUPS = ['ALL', 'PLATFORM', 'CREATOR', 'CATEGORY'] as const;
export type RefundGroup = (typeof REFUND_GROUPS)[number];

/** Of the days before `range` so many are learnt from as well. */
const LEARNING_DAYS = 180;

/** Of which days, by what, up to which age, and as known when. */
export interface RefundQuestion {
  readonly range: DayRange;
  readonly by: RefundGroup;
  /** After so many days nothing more is sent back. */
  readonly lastAge: number;
  readonly brand?: string | undefined;
  readonly asOf?: Date | undefined;
  readonly today: Day;
}

/** Why there is no projection. */
export type NoProjection = 'NOTHING_PAID' | 'AGES_NOT_SEEN';

/** What of a group's sales has come back, what is likely to, and what is then left. Amounts in the group's own currency. */
export interface RefundOutlook {
  readonly key: string;
  readonly currency: string;
  /** Livestreams, or products in livestreams. */
  readonly n: number;
  readonly paid: number;
  readonly refunded: number;
  /** Refunds in the end, as an amount. */
  readonly projection: Projection | null;
  readonly reason: NoProjection | null;
  /** What of the exposure came back at each age; null at an age that nobody has seen. */
  readonly development: readonly (DevelopmentStep | null)[];
  readonly rows: readonly ToldRow[];
}

/** What was sold: how its refunds were seen to grow, and how far they are. */
interface Sold {
  readonly row: ToldRow;
  readonly group: string;
  readonly seen: Cohort;
  readonly now: Cohort;
}

/**
 * How refunds of livestreams develop by days since the stream, from the revision ledger, and what those of `range` are likely to come to. What is
 * learnt is of the group itself. Only increments that were seen from one day to the next count: what was loaded late teaches nothing of before.
 */
export async function refundOutlooks(session: Session, question: RefundQuestion): Promise<RefundOutlook[]> {
  const { range, lastAge } = question;
  const learnt = { ...question, range: { from: addDays(range.from, -LEARNING_DAYS), to: range.to } };
  const sold = await soldIn(session, learnt);
  return [...groupBy(sold, ({ group }) => group)]
    .map(([, all]) => {
      const own = all.filter(({ row }) => row.day >= range.from);
      return outlookOf(
        all,
        own,
        learnDevelopment(
          all.map(({ seen }) => seen),
          lastAge,
        ),
      );
    })
    .filter(({ n }) => n > 0)
    .sort((a, b) => b.paid - a.paid || (a.key < b.key ? -1 : 1));
}

async function soldIn(session: Session, question: RefundQuestion): Promise<Sold[]> {
  const fact: FactClass = question.by === 'CATEGORY' ? LiveProduct : LiveSession;
  const [rows, histories, keyOf] = [
    await toldRows(session, fact, question),
    await refundHistories(session, fact, question),
    await keyReader(session, question),
  ];
  return rows.flatMap((row) => {
    const paid = numberIn(row, 'gmvPaid');
    const known = histories.get(row.rowId)?.byAge(question.lastAge);
    if (!paid || paid <= 0 || !known || known.length === 0) return [];
    // Of what was first read late the way is not known, but where it stands is.
    const now = [...known.slice(0, -1), numberIn(row, 'refunded')];
    return [
      { row, group: `${keyOf(row)}\0${textIn(row, 'currency')}`, seen: { exposure: paid, known }, now: { exposure: paid, known: now } },
    ];
  });
}

async function keyReader(session: Session, { by, asOf }: RefundQuestion): Promise<(row: ToldRow) => string> {
  if (by === 'ALL') return () => '';
  if (by === 'PLATFORM') return (row) => textIn(row, 'platform');
  if (by === 'CREATOR') return accountOf;
  const rules = (await storedMapping(session, asOf && instantText(asOf)))?.rules.get('CATEGORY') ?? [];
  return (row) => mappedValue(rules, textIn(row, 'title'));
}

function outlookOf(all: readonly Sold[], own: readonly Sold[], development: readonly (DevelopmentStep | null)[]): RefundOutlook {
  const [key = '', currency = ''] = (all[0] as Sold).group.split('\0');
  const cohorts = own.map(({ now }) => now);
  const paid = cohorts.reduce((sum, { exposure }) => sum + exposure, 0);
  const refunded = cohorts.reduce((sum, { known }) => sum + (known.at(-1) ?? 0), 0);
  const projection = own.length === 0 ? null : project(development, cohorts);
  const reason = projection ? null : own.length === 0 ? 'NOTHING_PAID' : 'AGES_NOT_SEEN';
  return { key, currency, n: own.length, paid, refunded, projection, reason, development, rows: own.map(({ row }) => row) };
}
