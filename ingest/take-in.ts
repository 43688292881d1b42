import type { DataSource } from 'typeorm';
import { inWorkspace, type Session } from '../src/database/session';
import { ensurePartitions } from './ensure-partitions';
import { type KeptBytes, keepable, type Landing, landIn } from './land';
import { type LandedPromotion, promoteLanded } from './landed/promote-landed';
import type { ReadPage } from './landed/read-page';
import type { StreamTarget } from './landed/stream-meaning';
import { checkRows, type Promotion, promoteIn } from './promote';
import { type KeptRecords, keptRecords } from './record-lines';
import type { RunHold } from './run-hold';
import { holdSource, type PageCounts } from './runs';
import { withSummable } from './summable';

/** A page that others send. `page` says what its records became; `position` is kept on the run. */
export interface Incoming {
  readonly workspaceId: number;
  readonly sourceId: number;
  readonly landing: Landing;
  readonly page: ReadPage;
  readonly position: Promotion['position'];
}

/** The run that a page belongs to, found or made in the page's transaction, and what else is to be done there once the page is loaded. */
export interface TakingIn<R extends RunHold> {
  begin(session: Session): Promise<R>;
  end?(session: Session, run: R, counts: PageCounts): Promise<void>;
}

/** A page that was loaded. */
export interface TakenIn<R extends RunHold> {
  readonly run: R;
  readonly counts: PageCounts;
}

/**
 * Lands and promotes a page in one transaction: there is no page that is only landed, because whoever sent it sends it again when it was not
 * taken. The source is held before `begin` finds its run. Throws what `begin` and `end` throw, with nothing written.
 */
export function takeIn<R extends RunHold>(database: DataSource, incoming: Incoming, work: TakingIn<R>): Promise<TakenIn<R>> {
  const { target } = incoming.page.meaning;
  return target ? takeInFacts(database, incoming, target, work) : takeInRecords(database, incoming, work);
}

async function takeInFacts<R extends RunHold>(
  database: DataSource,
  incoming: Incoming,
  { fact }: StreamTarget,
  work: TakingIn<R>,
): Promise<TakenIn<R>> {
  const { rows, rejects } = incoming.page;
  const checked = checkRows(fact, rows, rejects);
  const days = checked.rows.map(({ day }) => day);
  await ensurePartitions(database, fact, days);
  const ready = await packedOf(incoming);
  return withSummable(fact, checked, (summable) =>
    inWorkspace(database, incoming.workspaceId, async (session) => {
      await holdSource(session, incoming.sourceId);
      const run = await work.begin(session);
      const page = await landIn(session, run, incoming.landing, ready.body);
      const promotion = { ...promotionOf(run, page.id, incoming), fact, versions: incoming.page.versions };
      const counts = await promoteIn(session, promotion, summable, ready.records);
      await work.end?.(session, run, counts);
      return { run, counts };
    }),
  );
}

async function takeInRecords<R extends RunHold>(database: DataSource, incoming: Incoming, work: TakingIn<R>): Promise<TakenIn<R>> {
  const ready = await packedOf(incoming);
  return inWorkspace(database, incoming.workspaceId, async (session) => {
    await holdSource(session, incoming.sourceId);
    const run = await work.begin(session);
    const page = await landIn(session, run, incoming.landing, ready.body);
    const promotion = { ...promotionOf(run, page.id, incoming), rows: incoming.page.landed };
    const counts = await promoteLanded(session, promotion, ready.records);
    await work.end?.(session, run, counts);
    return { run, counts };
  });
}

async function packedOf({ landing, page }: Incoming): Promise<{ body: KeptBytes; records: KeptRecords }> {
  const [body, records] = await Promise.all([keepable(landing.body), keptRecords(page.records)]);
  return { body, records };
}

function promotionOf(run: RunHold, id: bigint, { landing, page, position }: Incoming): Omit<LandedPromotion, 'rows'> {
  return { run, page: { id, stream: landing.stream }, records: page.records, rejects: page.rejects, position };
}
