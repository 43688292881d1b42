import type { DataSource } from 'typeorm';
import { databaseTrouble } from '../src/database/database-trouble';
import { inWorkspace, type Session } from '../src/database/session';
import type { Logger } from '../src/lib/log';
import type { SecretKey } from '../src/lib/seal';
import { afterPull } from './after-pull';
import { type Clock, clockFrom } from './clock';
import { credentialsOf } from './credentials';
import { DatabaseTrouble, Fatal, IngestError } from './errors';
import { FETCH_DEFAULTS, type RetryBudget } from './fetch-page';
import { FieldWatch } from './field-watch';
import { giveBack, release } from './give-back';
import { HostRates } from './host-rates';
import { keepLease } from './keep-lease';
import type { Connectors } from './load-connectors';
import { Network } from './network';
import { type PullOutcome, type PullProgress, pull } from './pull';
import { type PullSource, partsOf, readSource } from './pull-source';
import { Fenced } from './run-hold';
import { type ClaimedRun, finishRun, holdSource, type RunEnd } from './runs';
import { saveSecret } from './source-secrets';

/** What running pulls needs. `key` opens the sources' secrets. */
export interface IngestDeps {
  readonly database: DataSource;
  readonly connectors: Connectors;
  readonly key: SecretKey;
  readonly log: Logger;
  /** The database's when not given. */
  readonly clock?: Clock;
  /** What runs share their rate limits through; each run goes by its own when not given. */
  readonly rates?: HostRates;
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

/**
 * Works a claimed run to its end and returns how it ended: SUCCEEDED when everything was read and nothing quarantined, PARTIAL when a part was
 * left out, a record quarantined, or the ads do not come to the platform's own totals, FAILED with the reason otherwise, and also when it has not ended by its deadline, whatever it waits for.
 * Returns null when it was stopped early (the run is back in the queue) or another worker took it over. What pages have committed stays in any
 * case. Throws DatabaseTrouble when the database failed; the run is back in the queue, or will be once its lease has run out.
 */
export async function runPull(deps: IngestDeps, run: ClaimedRun, options: RunOptions = {}): Promise<RunEnd | null> {
  const deadlineMs = deps.deadlineMs ?? DEADLINE_MS;
  const hold = new AbortController();
  const late = AbortSignal.timeout(deadlineMs);
  const stop = options.signal ?? new AbortController().signal;
  const signal = AbortSignal.any([hold.signal, late, stop]);
  const endLease = keepLease(deps.database, run, deps.log, (fenced) => hold.abort(fenced));
  try {
    const work = pullAndFinish(deps, run, { ...options, signal });
    // What is not waited for any more is fenced off: it can commit nothing once the run has ended or is in other hands.
    work.catch(() => undefined);
    return await Promise.race([work, abortOf(signal)]);
  } catch (error) {
    if (error instanceof Fenced) {
      deps.log.warn({ runId: run.runId }, error.message);
      return null;
    }
    if (stop.aborted && error === stop.reason) return await release(deps.database, run);
    const trouble = error instanceof IngestError ? null : databaseTrouble(error);
    if (trouble !== null) throw await giveBack(deps.database, run, new DatabaseTrouble(run, trouble));
    const isOverdue = late.aborted && error === late.reason;
    if (!isOverdue && !(error instanceof IngestError)) deps.log.error({ runId: run.runId, error }, 'pull failed');
    return await fail(deps, run, isOverdue ? `the run took longer than its deadline of ${inWords(deadlineMs)}` : reasonOf(error));
  } finally {
    endLease();
  }
}

async function pullAndFinish(deps: IngestDeps, run: ClaimedRun, options: RunOptions): Promise<RunEnd | null> {
  const source = await readSource(deps.database, run.workspaceId, run.sourceId, deps);
  // Not this machine's clock: which days are due, and when a platform's wait is over, is the same in every worker.
  const clock = deps.clock ?? clockFrom(run.claimedAt);
  const fields = new FieldWatch();
  const outcome = await pullSource({ ...deps, clock }, run, source, fields, options);
  if (outcome.ended === 'stopped') return release(deps.database, run);
  const { database, log } = deps;
  const unequal = await afterPull({ database, log, run, source, fields, now: clock.now() });
  return finish(deps, run, endOf({ ...outcome, troubles: [...outcome.troubles, ...unequal] }), source);
}

/** Rejects with the signal's reason as soon as it is aborted, whether or not the work that was given the signal takes notice. */
function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

async function pullSource(
  deps: IngestDeps & { readonly clock: Clock },
  run: ClaimedRun,
  source: PullSource,
  fields: FieldWatch,
  options: RunOptions,
): Promise<PullOutcome> {
  const { database, key, clock } = deps;
  const rates = deps.rates ?? HostRates.own(clock);
  const timeoutMs = deps.timeoutMs ?? FETCH_DEFAULTS.timeoutMs;
  const network = new Network(source.privateHosts);
  const credentials = credentialsOf({
    network,
    now: () => clock.now(),
    auth: source.connector.auth,
    secrets: source.secrets,
    config: source.config,
    timeoutMs,
    saveSecret: (name, value) => inWorkspace(database, run.workspaceId, (session) => saveSecret(session, source.id, key, { name, value })),
  });
  const fetching = {
    ...FETCH_DEFAULTS,
    timeoutMs,
    budget: deps.budget ?? FETCH_DEFAULTS.budget,
    credentials,
    network,
    rateOf: (url: string, part = '') => rates.of(source, url, part),
    clock,
    random: deps.random ?? Math.random,
    signal: options.signal,
  };
  const { onProgress, stopping } = options;
  try {
    return await pull({ database, clock, fetching, fields, onProgress, stopping }, run, source);
  } finally {
    await network.close();
  }
}

async function fail(deps: IngestDeps, run: ClaimedRun, reason: string): Promise<RunEnd | null> {
  try {
    return await finish(deps, run, { status: 'FAILED', error: reason }, null);
  } catch (error) {
    const trouble = databaseTrouble(error);
    if (trouble === null) throw error;
    throw await giveBack(deps.database, run, new DatabaseTrouble(run, trouble));
  }
}

function inWords(ms: number): string {
  return ms < 60_000 ? `${ms / 1000} s` : `${Math.round(ms / 60_000)} minutes`;
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
      if (source) await holdSource(session, run.sourceId);
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
