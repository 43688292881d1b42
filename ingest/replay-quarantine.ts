import { becomeOnlyWriter } from '../src/database/only-writer';
import { inWorkspace, type Session } from '../src/database/session';
import type { Day } from '../src/lib/day';
import { parseJson } from '../src/lib/lossless-json';
import type { PullContext } from './connector';
import { ensurePartitions } from './ensure-partitions';
import { recordsAt, redactRecords } from './erase/redact-records';
import { BadRecord } from './errors';
import type { FactRow } from './fact-row';
import { SINGER_CONNECTOR } from './import-source';
import type { AnyStream } from './load-connectors';
import { checkRows } from './promote';
import { type PullSource, readSource } from './pull-source';
import { pushedSource, readPushSource } from './push/push-source';
import { rowsOf } from './read-records';
import { type Replayed, replaySent, type SentSource } from './replay-sent';
import type { IngestDeps } from './run-pull';
import { advanceRun, type ClaimedRun, finishRun, holdRun, startRun } from './runs';
import type { SingerMap } from './singer/singer-map';
import { singerSource } from './singer/singer-source';
import { type FactChanges, writeFacts } from './write-facts';

interface OpenRecord {
  id: number;
  page_id: bigint;
  record_no: number;
  stream: string;
  raw: string;
  part: string;
  window_from: Day | null;
  window_to: Day | null;
  fetched_on: Day;
}

/**
 * Reads the quarantined records of a source again through its connector as it is now, and loads those that pass, as a run. A value that a later
 * page has said since stays. Done again it changes nothing. Of a source of Singer messages a map may be given, to read them by. Throws when there is no such source, it is loaded from files, or it is being pulled.
 */
export async function replayQuarantine(
  deps: IngestDeps,
  workspaceId: number,
  sourceKey: string,
  map: SingerMap | null = null,
): Promise<Replayed> {
  const { id, connector } = await sourceRow(deps, workspaceId, sourceKey);
  if (connector === SINGER_CONNECTOR) return replaySent(deps.database, workspaceId, singerSource({ id, key: sourceKey }, map));
  if (map) throw new RangeError(`source ${sourceKey}: has no map of streams; it is read through connector ${connector}`);
  if (connector === 'push') return replaySent(deps.database, workspaceId, await pushSourceOf(deps, workspaceId, sourceKey));
  const source = await readSource(deps.database, workspaceId, id, deps);
  const open = await inWorkspace(deps.database, workspaceId, (session) => openRecords(session, source.id));
  if (open.length === 0) return { runId: null, loaded: 0, left: 0 };
  const run = await inWorkspace(deps.database, workspaceId, (session) => startRun(session, { sourceId: source.id }));
  if (!run) throw new Error(`source ${sourceKey}: a pull of it is under way`);
  try {
    let loaded = 0;
    for (const page of byPage(open)) loaded += await replayPage(deps, run, source, page);
    await inWorkspace(deps.database, workspaceId, (session) => finishRun(session, run, { status: 'SUCCEEDED', error: null }));
    return { runId: run.runId, loaded, left: open.length - loaded };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await inWorkspace(deps.database, workspaceId, (session) => finishRun(session, run, { status: 'FAILED', error: reason }));
    throw error;
  }
}

async function sourceRow(deps: IngestDeps, workspaceId: number, key: string): Promise<{ id: number; connector: string }> {
  const [row] = await inWorkspace(deps.database, workspaceId, (session) =>
    session.query<{ id: number; connector: string }>('SELECT id, connector FROM hub.source WHERE workspace_id = $1 AND key = $2', [
      workspaceId,
      key,
    ]),
  );
  if (!row) throw new RangeError(`source: there is no source "${key}"`);
  if (row.connector === 'file') throw new RangeError(`source ${key}: is loaded from files; load the file again`);
  return row;
}

function pushSourceOf(deps: IngestDeps, workspaceId: number, key: string): Promise<SentSource> {
  return inWorkspace(deps.database, workspaceId, async (session) => {
    const source = await readPushSource(session, key);
    if (!source) throw new Error(`source ${key}: is disabled; enable it first`);
    return pushedSource(source);
  });
}

function openRecords(session: Session, sourceId: number): Promise<OpenRecord[]> {
  return session.query(
    `SELECT q.id, q.page_id, q.record_no, q.stream, q.raw, p.part, p.window_from, p.window_to, (p.fetched_at AT TIME ZONE s.time_zone)::date AS fetched_on
     FROM hub.quarantine q JOIN hub.raw_page p ON p.workspace_id = q.workspace_id AND p.id = q.page_id
     JOIN hub.source s ON s.workspace_id = q.workspace_id AND s.id = q.source_id
     WHERE q.workspace_id = $1 AND q.source_id = $2 AND q.replayed_at IS NULL ORDER BY q.page_id, q.record_no`,
    [session.workspaceId, sourceId],
  );
}

function byPage(records: readonly OpenRecord[]): OpenRecord[][] {
  return [...Map.groupBy(records, ({ page_id }) => page_id).values()];
}

/** Loads what now passes of one page's records, in one transaction; returns how many records that were. */
async function replayPage(deps: IngestDeps, run: ClaimedRun, source: PullSource, records: OpenRecord[]): Promise<number> {
  const first = records[0]!;
  const stream = source.connector.streams.find(({ name }) => name === first.stream);
  if (!stream) return 0;
  const passed = passing(stream, contextOf(source, first), records);
  await ensurePartitions(
    deps.database,
    stream.into,
    passed.rows.map(({ day }) => day),
  );
  return inWorkspace(deps.database, run.workspaceId, async (session) => {
    await holdRun(session, run);
    // Before any row of quarantine: whoever erases has the workspace first as well.
    await becomeOnlyWriter(session);
    const ids = await stillOpen(session, [...passed.records.keys()]);
    const rows = passed.rows.filter(({ recordNo }) => ids.has(passed.idOf.get(recordNo)!));
    const batch = { runId: run.runId, sourceId: run.sourceId, pageId: first.page_id, batch: first.page_id, fact: stream.into };
    const again = stream.cursor ? new Set<Day>() : await daysReadAgain(session, run.sourceId, first, rows);
    const newest = await writeFacts(session, { ...batch, rows: rows.filter(({ day }) => !again.has(day)) });
    const outdated = await writeFacts(session, { ...batch, rows: rows.filter(({ day }) => again.has(day)), isOutdated: true });
    const changes = added(newest, outdated);
    await redactRecords(session, run.runId, recordsAt(first.page_id, changes.erased));
    const done = [...ids].filter((id) => !changes.unknown.has(passed.records.get(id)!));
    await markReplayed(session, run, done);
    const spoken = new Set(rows.map(({ recordNo }) => recordNo));
    const silent = done.filter((id) => !spoken.has(passed.records.get(id)!)).length;
    const { inserted, revised } = changes;
    const unchanged = changes.unchanged + silent;
    await advanceRun(session, run, {}, { records: inserted + revised + unchanged, inserted, revised, unchanged, quarantined: 0 });
    return done.length;
  });
}

interface Passing {
  /** The numbers of the records that pass, by their id in quarantine, and back. */
  readonly records: Map<number, number>;
  readonly idOf: Map<number, number>;
  readonly rows: FactRow[];
}

function passing(stream: AnyStream, context: PullContext<unknown>, records: readonly OpenRecord[]): Passing {
  const given: { recordNo: number; values: object }[] = [];
  const ids = new Map<number, number>();
  for (const { id, record_no: recordNo, raw } of records) {
    try {
      for (const values of rowsOf(stream, parseJson(raw), context)) given.push({ recordNo, values });
      ids.set(id, recordNo);
    } catch (error) {
      if (!(error instanceof BadRecord)) throw error;
    }
  }
  const { rows, rejects } = checkRows(stream.into, given, []);
  const passed = [...ids].filter(([, recordNo]) => !rejects.has(recordNo));
  return { records: new Map(passed), idOf: new Map(passed.map(([id, recordNo]) => [recordNo, id])), rows };
}

function contextOf({ facing, config, brands }: PullSource, record: OpenRecord): PullContext<unknown> {
  const { fetched_on: today, part } = record;
  return {
    source: facing,
    config,
    window: { from: record.window_from ?? today, to: record.window_to ?? today },
    cursor: null,
    part,
    brands,
    today,
  };
}

/** The days that a later pull has read: of these the records are out of date, also where what it read was the same as before and left no trace. */
async function daysReadAgain(session: Session, sourceId: number, page: OpenRecord, rows: readonly FactRow[]): Promise<Set<Day>> {
  const read = await session.query<{ day: Day }>(
    `SELECT d.day FROM unnest($5::date[]) d (day) WHERE EXISTS (
       SELECT FROM hub.raw_page p JOIN hub.raw_page q ON q.workspace_id = p.workspace_id AND q.id = $3
       WHERE p.workspace_id = $1 AND p.source_id = $2 AND p.id > q.id AND p.run_id <> q.run_id AND p.stream = q.stream AND p.part = $4
         AND p.promoted_at IS NOT NULL AND d.day BETWEEN p.window_from AND p.window_to)`,
    [session.workspaceId, sourceId, page.page_id, page.part, [...new Set(rows.map(({ day }) => day))]],
  );
  return new Set(read.map(({ day }) => day));
}

function added(a: FactChanges, b: FactChanges): FactChanges {
  return {
    inserted: a.inserted + b.inserted,
    revised: a.revised + b.revised,
    unchanged: a.unchanged + b.unchanged,
    unknown: new Map([...a.unknown, ...b.unknown]),
    erased: new Set([...a.erased, ...b.erased]),
    settled: null,
  };
}

/** The records that nobody else has replayed since they were read. */
async function stillOpen(session: Session, ids: number[]): Promise<Set<number>> {
  const rows = await session.query<{ id: number }>(
    'SELECT id FROM hub.quarantine WHERE workspace_id = $1 AND id = ANY($2) AND replayed_at IS NULL FOR UPDATE',
    [session.workspaceId, ids],
  );
  return new Set(rows.map(({ id }) => id));
}

async function markReplayed(session: Session, run: ClaimedRun, ids: number[]): Promise<void> {
  await session.execute(
    'UPDATE hub.quarantine SET replayed_at = clock_timestamp(), replay_run_id = $3 WHERE workspace_id = $1 AND id = ANY($2)',
    [session.workspaceId, ids, run.runId],
  );
}
