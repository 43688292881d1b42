import type { DataSource } from 'typeorm';
import { AdDay } from '../../entities/facts/AdDay';
import { land } from '../../ingest/land';
import { pageOf } from '../../ingest/page';
import { promotePage } from '../../ingest/promote';
import type { RunHold } from '../../ingest/run-hold';
import type { PageCounts } from '../../ingest/runs';
import { understandPage } from '../../ingest/understand-page';
import { adContext, adStream } from './ad-stream';

/** Takes the bytes of one answer the whole way: JSON, shape, map, landed page, facts, ledger, rollups and the run's counters. */
export async function loadPage(database: DataSource, run: RunHold, seq: number, body: Buffer): Promise<PageCounts> {
  const answer = { request: { url: 'bench:ads' }, status: 200, headers: { 'content-type': 'application/json' }, body };
  const { read } = await understandPage(adStream, pageOf(answer), adContext);
  const landed = await land(database, run, { ...answer, stream: adStream.name, seq, fetchedAt: new Date() });
  const page = { id: landed.id, stream: adStream.name };
  return promotePage(database, { run, page, fact: AdDay, records: read.records, position: { seq: seq + 1 } }, read.checked);
}
