import type { DataSource } from 'typeorm';
import { inWorkspace } from '../../src/database/session';
import { type Clock, systemClock } from '../clock';
import { Fatal } from '../errors';
import { ImportBrands } from '../import-brands';
import type { ImportDefaults } from '../import-defaults';
import { rememberedDefaults, SINGER_CONNECTOR } from '../import-source';
import { Fenced } from '../run-hold';
import { LEASE_SECONDS, renewLease } from '../runs';
import { finishLoad, type SingerResult } from './finish-load';
import { LoadTally } from './load-tally';
import { OpenStreams } from './open-streams';
import { BATCH_SIZE, type BatchSize } from './singer-batch';
import { SingerLoad } from './singer-load';
import type { SingerMap } from './singer-map';
import { startLoad } from './start-load';

/** Messages to load, and how. */
export interface SingerRequest {
  readonly workspaceId: number;
  readonly sourceKey: string;
  readonly input: AsyncIterable<Buffer>;
  /** Told each state, as JSON text, once everything before it is committed. */
  readonly emit: (state: string) => Promise<void>;
  readonly map?: { readonly rules: SingerMap; readonly yaml: string };
  readonly stated?: ImportDefaults;
  readonly createBrands?: boolean | undefined;
  /** Quarantines bad records and goes on; without it the first one ends the load. */
  readonly quarantine?: boolean | undefined;
  readonly hardDelete?: boolean | undefined;
  readonly unchecked?: boolean | undefined;
  readonly batch?: Partial<BatchSize>;
  readonly clock?: Clock;
  /** Ends the load early with its reason, a Fatal: what has come is committed and told. */
  readonly signal?: AbortSignal;
}

const HEARTBEAT_MS = (LEASE_SECONDS * 1000) / 4;

/**
 * Loads the messages of a Singer tap as one run. Batches are committed whole, and a state is told only when all records before it can be
 * seen by everyone. What is wrong with the messages ends the load as FAILED after everything before it was committed and told; `error` then names
 * the line. Throws when the map does not fit, the source is being loaded by another process, or the database fails.
 */
export async function loadSinger(database: DataSource, request: SingerRequest): Promise<SingerResult> {
  const { workspaceId, sourceKey, map, stated = {}, hardDelete = false, unchecked = false } = request;
  const remembered = await inWorkspace(database, workspaceId, (session) => rememberedDefaults(session, sourceKey, SINGER_CONNECTOR));
  const streams = new OpenStreams({ map: map?.rules ?? null, stated, remembered, hardDelete, unchecked });
  const written = map ? { name: map.rules.name, yaml: map.yaml } : null;
  const run = await startLoad(database, { workspaceId, sourceKey, map: written, stated });
  const load = new SingerLoad({
    database,
    run,
    streams,
    brands: new ImportBrands(database, workspaceId, request.createBrands ? 'make' : 'refuse'),
    emit: request.emit,
    isStrict: !request.quarantine,
    hardDelete,
    tally: new LoadTally(),
    size: { ...BATCH_SIZE, ...request.batch },
    clock: request.clock ?? systemClock,
    signal: request.signal ?? new AbortController().signal,
  });
  // A lease that cannot be renewed is told by the next commit.
  const heartbeat = setInterval(() => renewLease(database, run).catch(() => undefined), HEARTBEAT_MS);
  try {
    await load.takeAll(request.input);
    return await finishLoad(database, run, load.end(sourceKey, null));
  } catch (error) {
    if (error instanceof Fenced) throw error;
    const reason = error instanceof Fatal ? error.message : String(error);
    const result = finishLoad(database, run, load.end(sourceKey, reason));
    if (error instanceof Fatal) return await result;
    // A database that is gone cannot be told; the first error is the one to tell, and the next load ends the run.
    await result.catch(() => undefined);
    throw error;
  } finally {
    clearInterval(heartbeat);
  }
}
