import type { Session } from '../../src/database/session';
import type { Promotion, Reject } from '../promote';
import { claimPage, countsOf, quarantine } from '../promote';
import type { KeptRecords } from '../record-lines';
import { advanceRun, holdRun, type PageCounts } from '../runs';
import type { LandedRow } from './landed-row';
import { writeLanded } from './write-landed';

/** A landed page whose records are kept as they came. */
export interface LandedPromotion extends Pick<Promotion, 'run' | 'page' | 'records' | 'position'> {
  readonly rejects: readonly Reject[];
  readonly rows: readonly LandedRow[];
}

/**
 * Promotes a page in the caller's transaction, which holds the source: records, quarantine, counters and position. Throws Fenced when the run has
 * passed to another process.
 */
export async function promoteLanded(session: Session, promotion: LandedPromotion, records: KeptRecords): Promise<PageCounts> {
  const { run, page, rows } = promotion;
  await holdRun(session, run);
  await claimPage(session, page.id, records);
  const changes = await writeLanded(session, { runId: run.runId, sourceId: run.sourceId, stream: page.stream, pageId: page.id, rows });
  await quarantine(session, promotion, promotion.rejects);
  const rejects = new Map(promotion.rejects.map((reject) => [reject.recordNo, reject]));
  const counts = countsOf(promotion.records.length, rows, rejects, changes);
  await advanceRun(session, run, promotion.position, counts);
  return counts;
}
