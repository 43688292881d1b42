import type { DataSource } from 'typeorm';
import { inWorkspace, type Session } from '../src/database/session';
import { replayLanded, type WaitingRecord } from './landed/replay-landed';
import type { StreamMeaning } from './landed/stream-meaning';
import type { GivenRecord } from './landed/stream-page';
import { unpacked } from './record-lines';
import { finishRun } from './runs';
import { claimLoad } from './singer/start-load';

/** A source whose records others send, and how its streams and records are read now. */
export interface SentSource {
  readonly id: number;
  readonly key: string;
  /** What is known of a stream now; null when nothing is. */
  meaningOf(session: Session, stream: string): Promise<StreamMeaning | null>;
  /** Finds the records of a page in its body, or in what quarantine kept of them; null for what is none. */
  readerOf(body: Buffer): (record: QuarantinedRecord) => GivenRecord | null;
}

/** A record in quarantine. */
export interface QuarantinedRecord {
  readonly id: number;
  readonly page_id: bigint;
  readonly record_no: number;
  readonly stream: string;
  readonly line: number | null;
  readonly raw: string;
}

/** The run that read quarantined records again (null when there were none), how many it loaded, and how many still do not pass. */
export interface Replayed {
  readonly runId: number | null;
  readonly loaded: number;
  readonly left: number;
}

/** Reads the quarantined records of a source again, and loads those that pass, as a run. Done again it changes nothing. Throws while the source is being loaded. */
export async function replaySent(database: DataSource, workspaceId: number, source: SentSource): Promise<Replayed> {
  const open = await inWorkspace(database, workspaceId, (session) =>
    session.query<QuarantinedRecord>(
      `SELECT id, page_id, record_no, stream, line, raw FROM hub.quarantine
       WHERE workspace_id = $1 AND source_id = $2 AND replayed_at IS NULL ORDER BY page_id, record_no`,
      [workspaceId, source.id],
    ),
  );
  if (open.length === 0) return { runId: null, loaded: 0, left: 0 };
  const run = await inWorkspace(database, workspaceId, (session) => claimLoad(session, { sourceId: source.id, sourceKey: source.key }));
  const finish = (status: 'SUCCEEDED' | 'FAILED', error: string | null) =>
    inWorkspace(database, workspaceId, (session) => finishRun(session, run, { status, error }));
  try {
    let loaded = 0;
    for (const page of Map.groupBy(open, ({ page_id: id }) => id).values()) {
      const waiting = await inWorkspace(database, workspaceId, (session) => waitingOf(session, source, page));
      if (waiting) loaded += await replayLanded(database, run, waiting);
    }
    await finish('SUCCEEDED', null);
    return { runId: run.runId, loaded, left: open.length - loaded };
  } catch (error) {
    await finish('FAILED', error instanceof Error ? error.message : String(error));
    throw error;
  }
}

async function waitingOf(session: Session, source: SentSource, records: readonly QuarantinedRecord[]) {
  const { page_id: pageId, stream } = records[0]!;
  const meaning = await source.meaningOf(session, stream);
  if (!meaning) return null;
  const [page] = await session.query<{ body: Buffer; active: bigint | null }>(
    `SELECT p.body, t.active_version AS active FROM hub.raw_page p
     LEFT JOIN hub.landed_stream t ON t.workspace_id = p.workspace_id AND t.source_id = p.source_id AND t.stream = p.stream
     WHERE p.workspace_id = $1 AND p.id = $2`,
    [session.workspaceId, pageId],
  );
  const givenOf = source.readerOf(await unpacked(page!.body));
  const read = records.flatMap((record): WaitingRecord[] => {
    const given = givenOf(record);
    return given ? [{ ...given, id: record.id, recordNo: record.record_no }] : [];
  });
  return { pageId, meaning, activeVersion: page!.active, records: read };
}
