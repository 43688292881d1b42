import type { DataSource } from 'typeorm';
import { inWorkspace, type Session } from '../src/database/session';
import { dayIn } from '../src/lib/day';
import type { Logger } from '../src/lib/log';
import type { SecretKey } from '../src/lib/seal';
import { learnMaturity } from '../src/metrics/learn-maturity';
import { type Clock, systemClock } from './clock';
import { credentialsOf } from './credentials';
import { Fatal, IngestError } from './errors';
import { FETCH_DEFAULTS, type RetryBudget } from './fetch-page';
import { FieldWatch } from './field-watch';
import type { Connectors } from './load-connectors';
import { Network } from './network';
import { type PullOutcome, type PullProgress, pull } from './pull';
import { type PullSource, partsOf, readSource } from './pull-source';
import { RateLimit } from './rate-limit';
import { reconcile } from './reconcile';
import { Fenced } from './run-hold';
import { type ClaimedRun, finishRun, LEASE_SECONDS, type RunEnd, releaseRun, renewLease } from './runs';
import { saveSecret } from './source-secrets';

/** What running pulls needs. `key` opens the sources' secrets. */
export interface IngestDeps {
  readonly database: DataSource;
  readonly connectors: Connectors;
  readonly key: SecretKey;
  readonly log: Logger;
  readonly clock?: Clock;
  readonly random?: () => number;
  readonly budget?: RetryBudget;
  readonly timeoutMs?: number;
  /** After so long a run is ended as failed, whatever it waits for; 2 hours when not given. */
  readonly deadlineMs?: number;
}

/** What is asked of one run: tell how it goes, and end it early, at a page's end (`stopping`) or at once (`signal`), leaving it resumable. */
export interface RunOptions {
  readonly onProgress?: (progress: PullProgress) => void;
  readonly stopping?: () => boolean;
  readonly signal?: AbortSignal;
}

const DEADLINE_MS = 2 * 3_600_000;
const HEARTBEAT_MS = (LEASE_SECONDS * 1000) / 4;

/**
 * Works a claimed run to its end and returns how it ended: SUCCEEDED when everything was read and nothing quarantined, PARTIAL when a part was
 * left out, a record quarantined or the ads do not come to the platform's own totals, FAILED with the reason otherwise. Returns null when it was stopped early (the run is back in the queue) or
 * another worker took it over. What pages have committed stays in any case.
 */
export async function runPull(deps: IngestDeps, run: ClaimedRun, options: RunOptions = {}): Promise<RunEnd | null> {
  const deadlineMs = deps.deadlineMs ?? DEADLINE_MS;
  const hold = new AbortController();
  const late = AbortSignal.timeout(deadlineMs);
  const stop = options.signal ?? new AbortController().signal;
  const heartbeat = setInterval(() => renewLease(deps.database, run).catch((error) => loseHold(deps, run, hold, error)), HEARTBEAT_MS);
  try {
    const source = await readSource(deps.database, run.workspaceId, run.sourceId, deps);
    const fields = new FieldWatch();
    const outcome = await pullSource(deps, run, source, fields, { ...options, signal: AbortSignal.any([hold.signal, late, stop]) });
    if (outcome.ended === 'stopped') return await release(deps, run);
    await learn(deps, run, source, fields);
    const unequal = await reconcile(deps.database, run, source);
    return await finish(deps, run, endOf({ ...outcome, troubles: [...outcome.troubles, ...unequal] }), source);
  } catch (error) {
    if (error instanceof Fenced) {
      deps.log.warn({ runId: run.runId }, error.message);
      return null;
    }
    if (stop.aborted && error === stop.reason) return await release(deps, run);
    const overdue = late.aborted && error === late.reason;
    const reason = overdue ? `the run took longer than its deadline of ${Math.round(deadlineMs / 60_000)} minutes` : reasonOf(error);
    if (!(error instanceof IngestError)) deps.log.error({ runId: run.runId, error }, 'pull failed');
    return await finish(deps, run, { status: 'FAILED', error: reason }, null);
  } finally {
    clearInterval(heartbeat);
  }
}

async function pullSource(
  deps: IngestDeps,
  run: ClaimedRun,
  source: PullSource,
  fields: FieldWatch,
  options: RunOptions,
): Promise<PullOutcome> {
  const { database, key, clock = systemClock } = deps;
  const timeoutMs = deps.timeoutMs ?? FETCH_DEFAULTS.timeoutMs;
  const network = new Network(source.privateHosts);
  const credentials = credentialsOf({
    network,
    auth: source.connector.auth,
    secrets: source.secrets,
    config: source.config,
    timeoutMs,
    now: () => clock.now(),
    saveSecret: (name, value) => inWorkspace(database, run.workspaceId, (session) => saveSecret(session, source.id, key, { name, value })),
  });
  const fetching = {
    ...FETCH_DEFAULTS,
    timeoutMs,
    budget: deps.budget ?? FETCH_DEFAULTS.budget,
    credentials,
    network,
    rateLimit: new RateLimit(source.connector.rateLimit, clock),
    clock,
    random: deps.random ?? Math.random,
    signal: options.signal,
  };
  try {
    return await pull({ database, clock, fetching, fields, onProgress: options.onProgress, stopping: options.stopping }, run, source);
  } finally {
    await network.close();
  }
}

/** A lease that another worker holds ends this one's work; a database that does not answer in time does not, the fence decides at the next commit. */
function loseHold(deps: IngestDeps, run: ClaimedRun, hold: AbortController, error: unknown): void {
  if (error instanceof Fenced) hold.abort(error);
  else deps.log.warn({ runId: run.runId, error }, 'the lease could not be renewed');
}

async function release(deps: IngestDeps, run: ClaimedRun): Promise<null> {
  await releaseRun(deps.database, run);
  return null;
}

/** What a run teaches beside its numbers: what its records look like, and once a day how soon the source's numbers are complete. */
async function learn(deps: IngestDeps, run: ClaimedRun, source: PullSource, fields: FieldWatch): Promise<void> {
  const lookbackDays = Math.max(0, ...source.connector.streams.map((stream) => stream.lookbackDays));
  const { timeZone } = source.facing;
  const now = (deps.clock ?? systemClock).now();
  await inWorkspace(deps.database, run.workspaceId, async (session) => {
    const changes = await fields.keep(session, run);
    for (const change of changes)
      deps.log.warn({ source: source.key, runId: run.runId, ...change }, 'the records of a source look different');
    const due = await session.execute(
      `UPDATE hub.source SET maturity_learnt_at = $3 WHERE workspace_id = $1 AND id = $2 AND (maturity_learnt_at IS NULL OR maturity_learnt_at < $3::timestamptz - interval '20 hours')`,
      [run.workspaceId, source.id, now],
    );
    if (due > 0 && lookbackDays > 0) await learnMaturity(session, { id: source.id, timeZone, lookbackDays }, dayIn(timeZone, now));
  });
}

function endOf({ troubles, records, quarantined }: PullOutcome): RunEnd {
  const bad = quarantined > 0 ? [`${quarantined} of ${records} records were quarantined`] : [];
  const reasons = [...troubles, ...bad];
  return reasons.length === 0 ? { status: 'SUCCEEDED', error: null } : { status: 'PARTIAL', error: reasons.join('; ') };
}

/** Ends the run and, when all of the source has been answered to some day, says so on the source. */
async function finish(deps: IngestDeps, run: ClaimedRun, end: RunEnd, source: PullSource | null): Promise<RunEnd | null> {
  try {
    await inWorkspace(deps.database, run.workspaceId, async (session) => {
      await finishRun(session, run, end);
      if (!source) return;
      await tellWindow(session, run);
      const parts = partsOf(source);
      await session.execute(
        `UPDATE hub.source SET lookback_days = $3, fresh_to = greatest(fresh_to, (
           SELECT CASE WHEN count(*) = $6 THEN min(c.fresh_to) END FROM hub.source_cursor c
           JOIN unnest($4::text[], $5::text[]) p (stream, part) USING (stream, part)
           WHERE c.workspace_id = $1 AND c.source_id = $2 AND c.fresh_to IS NOT NULL))
         WHERE workspace_id = $1 AND id = $2`,
        [
          run.workspaceId,
          run.sourceId,
          Math.max(0, ...source.connector.streams.map(({ lookbackDays }) => lookbackDays)),
          parts.map(({ stream }) => stream.name),
          parts.map(({ part }) => part),
          parts.length,
        ],
      );
    });
    return end;
  } catch (error) {
    if (!(error instanceof Fenced)) throw error;
    deps.log.warn({ runId: run.runId }, error.message);
    return null;
  }
}

/** The days that a run was asked for by hand, or else turned out to read. */
async function tellWindow(session: Session, run: ClaimedRun): Promise<void> {
  await session.execute(
    `UPDATE hub.ingest_run r SET window_from = coalesce(r.window_from, p.first), window_to = coalesce(r.window_to, p.last)
     FROM (SELECT min(window_from) AS first, max(window_to) AS last FROM hub.raw_page WHERE workspace_id = $1 AND run_id = $2) p
     WHERE r.workspace_id = $1 AND r.id = $2`,
    [run.workspaceId, run.runId],
  );
}

function reasonOf(error: unknown): string {
  if (error instanceof Fatal) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
