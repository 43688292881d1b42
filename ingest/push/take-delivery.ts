import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { inWorkspace, type Session } from '../../src/database/session';
import { ImportBrands } from '../import-brands';
import { judgePage } from '../import-judge';
import type { Landing } from '../land';
import { keepStream } from '../landed/keep-stream';
import type { ReadPage } from '../landed/read-page';
import type { StreamPage } from '../landed/stream-page';
import type { Reject } from '../promote';
import { type ClaimedRun, claimRunIn, createRun, finishRun, type PageCounts } from '../runs';
import { takeIn } from '../take-in';
import { forgetDeliveries } from './forget-deliveries';
import { type PushSource, signatureStyle } from './push-source';

/** What was pushed to a source. */
export interface Delivery {
  readonly source: PushSource;
  readonly page: StreamPage;
  readonly body: Buffer;
  readonly contentType: string;
  /** What tells it from every other (see `deliveryNames`). */
  readonly names: readonly string[];
  readonly receivedAt: Date;
}

/** What a delivery came to; always `records = inserted + revised + unchanged + quarantined`. */
export interface Delivered extends PageCounts {
  readonly runId: number;
  /** It had been loaded before, and nothing was done: the counts are of then. */
  readonly duplicate: boolean;
  /** The first records that were refused, by their line or place in the list, and why. */
  readonly refused: readonly { readonly record: number; readonly reason: string }[];
}

const LISTED = 10;

/** This delivery, or what was signed for it, was loaded before. */
class Repeated extends Error {}

/**
 * Loads a delivery as a run of its own, in one transaction with what tells it apart: of the same delivery twice, at once or later, one is loaded.
 * Throws Fatal when the source's keys are others than those that its records are kept under.
 */
export async function takeDelivery(database: DataSource, delivery: Delivery): Promise<Delivered> {
  const { source, names } = delivery;
  try {
    return await load(database, delivery);
  } catch (error) {
    if (!(error instanceof Repeated)) throw error;
    return inWorkspace(database, source.workspaceId, (session) => deliveredBefore(session, source.id, names));
  }
}

async function load(database: DataSource, delivery: Delivery): Promise<Delivered> {
  const { source, names } = delivery;
  const page = await judged(database, delivery);
  const incoming = {
    workspaceId: source.workspaceId,
    sourceId: source.id,
    landing: landingOf(delivery),
    page,
    position: {},
  };
  const { run, counts } = await takeIn(database, incoming, {
    begin: async (session) => {
      const run = await beginRun(session, delivery);
      if (!(await isNew(session, run, names))) throw new Repeated();
      await forgetDeliveries(session, source.id, signatureStyle(source));
      await keepStream(session, { sourceId: source.id, runId: run.runId, meaning: page.meaning });
      return run;
    },
    end: (session, run, { records, quarantined }) => {
      const error = quarantined > 0 ? `${quarantined} of ${records} records were quarantined` : null;
      return finishRun(session, run, { status: error === null ? 'SUCCEEDED' : 'PARTIAL', error });
    },
  });
  return { runId: run.runId, ...counts, duplicate: false, refused: firstRefused(page.rejects) };
}

async function judged(database: DataSource, { source, page }: Delivery): Promise<ReadPage> {
  const { meaning, records, landed, rows, rejects } = page;
  if (!meaning.target) return { meaning, records, landed, rows, rejects };
  const brands = new ImportBrands(database, source.workspaceId, 'refuse');
  return { meaning, records, landed, ...(await judgePage(meaning.target.fact, page, brands)) };
}

/** The run of a delivery is worked by the request that brought it, not by the queue: it has the hash of what came, like a file's. */
async function beginRun(session: Session, { source, body, page }: Delivery): Promise<ClaimedRun> {
  const { target } = page.meaning;
  const runId = await createRun(session, {
    sourceId: source.id,
    fileSha256: createHash('sha256').update(body).digest(),
    ...(target && { mapping: JSON.stringify(target.rules) }),
  });
  return (await claimRunIn(session, runId!, `push-${process.pid}`))!;
}

async function isNew(session: Session, run: ClaimedRun, names: readonly string[]): Promise<boolean> {
  const kept = await session.execute(
    `INSERT INTO hub.push_delivery (workspace_id, source_id, delivery, run_id) SELECT $1, $2, name, $4 FROM unnest($3::text[]) AS given (name)
     ON CONFLICT (workspace_id, source_id, delivery) DO NOTHING`,
    [session.workspaceId, run.sourceId, names, run.runId],
  );
  return kept === names.length;
}

function landingOf({ source, body, contentType, names, receivedAt, page }: Delivery): Landing {
  return {
    stream: page.meaning.stream,
    seq: 0,
    request: { url: `push:${source.key}`, delivery: names[0]! },
    status: 200,
    headers: { 'content-type': contentType },
    body,
    fetchedAt: receivedAt,
  };
}

async function deliveredBefore(session: Session, sourceId: number, names: readonly string[]): Promise<Delivered> {
  const [row] = await session.query<PageCounts & { runId: number }>(
    `SELECT r.id AS "runId", r.records::float8 AS records, r.inserted::float8 AS inserted, r.revised::float8 AS revised,
       r.unchanged::float8 AS unchanged, r.quarantined::float8 AS quarantined
     FROM hub.push_delivery d JOIN hub.ingest_run r ON r.workspace_id = d.workspace_id AND r.id = d.run_id
     WHERE d.workspace_id = $1 AND d.source_id = $2 AND d.delivery = ANY($3::text[]) ORDER BY r.id LIMIT 1`,
    [session.workspaceId, sourceId, names],
  );
  return { ...row!, duplicate: true, refused: [] };
}

function firstRefused(rejects: readonly Reject[]): Delivered['refused'] {
  return rejects.slice(0, LISTED).map(({ recordNo, line, reason }) => ({ record: line ?? recordNo + 1, reason }));
}
