import { CreatorPost } from '../../../entities/facts/CreatorPost';
import { LiveMinute } from '../../../entities/facts/LiveMinute';
import { LiveSession } from '../../../entities/facts/LiveSession';
import { OrderLine } from '../../../entities/facts/OrderLine';
import type { Session } from '../../database/session';
import { addDays, type Day, type DayRange } from '../../lib/day';
import { toldRows } from '../evidence/told-rows';
import { accountSignals } from './account-signals';
import { refundHistories } from './refund-histories';
import { sessionSignals, streamOf } from './session-signals';
import { buyerSignals, lateRefundSignals, type SettledStream } from './settlement-signals';
import type { Signal } from './signal';

/** A livestream that no collaboration says the settlement of is settled after so many days, when returns are over. */
export const USUAL_SETTLEMENT_DAYS = 15;

/** In which days to look, whose brand's, and as known when. */
export interface FraudQuestion {
  readonly range: DayRange;
  readonly brand?: string | undefined;
  readonly asOf?: Date | undefined;
  /** Today in the workspace, or the day of `asOf`. */
  readonly today: Day;
}

/** Everything that stands apart in some days, the farthest first, each with the rows that show it. Signs and no proofs. */
export async function fraudSignals(session: Session, question: FraudQuestion): Promise<Signal[]> {
  const [posts, streams, minutes, lines] = await Promise.all(
    [CreatorPost, LiveSession, LiveMinute, OrderLine].map((fact) => toldRows(session, fact, question)),
  );
  const tiers = await tiersOf(session, question.asOf);
  return [
    ...accountSignals(posts!, (account) => tiers.get(account) ?? null),
    ...sessionSignals(streams!, minutes!),
    ...lateRefundSignals(await settledStreams(session, question, streams!)),
    ...buyerSignals(lines!),
  ].sort((a, b) => Math.abs(b.z) - Math.abs(a.z));
}

/** The tier of each account that the roster knew at an instant; of a person it is the tier of today. */
async function tiersOf(session: Session, asOf: Date | undefined): Promise<Map<string, string>> {
  const rows = await session.query<{ account: string; tier: string }>(
    `SELECT a.platform || ':' || a.account AS account, c.tier FROM hub.creator_account a
     JOIN hub.creator c ON c.workspace_id = a.workspace_id AND c.key = a.creator
     WHERE a.workspace_id = $1 AND c.tier IS NOT NULL AND a.recorded_at <= coalesce($2::timestamptz, 'infinity')
       AND coalesce(a.removed_at, 'infinity') > coalesce($2::timestamptz, now())`,
    [session.workspaceId, asOf?.toISOString() ?? null],
  );
  return new Map(rows.map(({ account, tier }) => [account, tier]));
}

/** The streams whose settlement is over, with what of their refunds was known on its day. */
async function settledStreams(
  session: Session,
  { range, asOf, today }: FraudQuestion,
  streams: Awaited<ReturnType<typeof toldRows>>,
): Promise<SettledStream[]> {
  const histories = await refundHistories(session, LiveSession, { range, asOf, today });
  const agreed = await settlementDays(session, asOf);
  return streams.flatMap((row) => {
    const settledOn = agreed.get(streamOf(row)) ?? addDays(row.day, USUAL_SETTLEMENT_DAYS);
    if (settledOn >= today) return [];
    const known = histories.get(row.rowId)?.knownOn(settledOn) ?? null;
    return [{ row, settledOn, refundedThen: known }];
  });
}

async function settlementDays(session: Session, asOf: Date | undefined): Promise<Map<string, Day>> {
  const rows = await session.query<{ stream: string; settledOn: Day }>(
    `SELECT o.platform || ':' || o.content AS stream, c.settled_on AS "settledOn" FROM hub.collaboration_content o
     JOIN hub.collaboration c ON c.workspace_id = o.workspace_id AND c.key = o.collaboration
     WHERE o.workspace_id = $1 AND o.content <> '' AND c.settled_on IS NOT NULL AND o.recorded_at <= coalesce($2::timestamptz, 'infinity')
       AND coalesce(o.removed_at, 'infinity') > coalesce($2::timestamptz, now())`,
    [session.workspaceId, asOf?.toISOString() ?? null],
  );
  return new Map(rows.map(({ stream, settledOn }) => [stream, settledOn]));
}
