import { createHash } from 'node:crypto';
import type { MappedRow } from '../../ingest/files/target-shape';
import { type ImportRequest, type ImportResult, importFile } from '../../ingest/import-file';
import { writtenMapping } from '../../ingest/import-mappings';
import { unpacked, unpackRecords } from '../../ingest/record-lines';
import type { IngestWorkspace } from '../support/ingest-workspace';

export type Options = Partial<Omit<ImportRequest, 'workspaceId' | 'path' | 'mapping' | 'yaml'>>;

/** Loads a file under a mapping's YAML text. */
export function load(hub: IngestWorkspace, path: string, yaml: string, options: Options = {}): Promise<ImportResult> {
  return importFile(hub.database, { workspaceId: hub.workspaceId, path, ...writtenMapping(yaml), ...options });
}

/** The counters of a result. */
export function counts({ records, inserted, revised, unchanged, quarantined }: ImportResult) {
  return { records, inserted, revised, unchanged, quarantined };
}

/** The bodies of a run's pages, joined in order. */
export async function bodyOf(hub: IngestWorkspace, runId: number): Promise<Buffer> {
  const pages = await hub.rows<{ body: Buffer; sha256: Buffer }>(
    'SELECT body, sha256 FROM hub.raw_page WHERE workspace_id = 1 AND run_id = $1 ORDER BY seq',
    [runId],
  );
  const bodies = await Promise.all(pages.map(({ body }) => unpacked(body)));
  bodies.forEach((body, at) => {
    expect(createHash('sha256').update(body).digest()).toEqual(pages[at]!.sha256);
  });
  return Buffer.concat(bodies);
}

/** The raw record that a fact row points to. */
export async function recordOf(hub: IngestWorkspace, row: { page_id: bigint; record_no: number }): Promise<MappedRow> {
  const [page] = await hub.rows<{ records: Buffer }>('SELECT records FROM hub.raw_page WHERE workspace_id = 1 AND id = $1', [row.page_id]);
  return JSON.parse((await unpackRecords(page!.records))[row.record_no]!);
}
