import type { Session } from '../../src/database/session';
import type { SignatureStyle } from './push-settings';

/**
 * How long the names of deliveries are kept. What is older and comes again word for word is refused for its signed time, which may be off by minutes;
 * the days are for senders that sign anew each time they try again.
 */
const KEPT_DAYS = 7;

/** Forgets the deliveries of a source that are out of date, where a time is signed: elsewhere nothing but its name keeps one from being loaded again. */
export async function forgetDeliveries(session: Session, sourceId: number, style: SignatureStyle): Promise<void> {
  if (style === 'github') return;
  await session.execute(
    `DELETE FROM hub.push_delivery WHERE workspace_id = $1 AND source_id = $2 AND received_at < clock_timestamp() - make_interval(days => $3)`,
    [session.workspaceId, sourceId, KEPT_DAYS],
  );
}
