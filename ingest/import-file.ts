import type { DataSource } from 'typeorm';
import { inWorkspace } from '../src/database/session';
import { ImportBrands } from './import-brands';
import type { ImportDefaults, WrittenMapping } from './import-defaults';
import { finishImport, type ImportResult, loadedResult } from './import-finish';
import { loadPages } from './import-load';
import type { PageSize } from './import-pages';
import { openImport } from './import-reading';
import { claimFileRun, fileRun } from './import-run';
import { keepFileSource, rememberedDefaults } from './import-source';
import { Fenced, type RunHold } from './run-hold';
import { finishRun } from './runs';

export type { ImportResult } from './import-finish';

/** How far a load is: records that were read in this process, and bytes of the file where its lines have any. */
export interface ImportProgress {
  readonly records: number;
  readonly bytes: number;
  readonly totalBytes: number;
}

/** A file to load, and under which mapping (parsed, and its YAML text). */
export interface ImportRequest extends WrittenMapping, ImportDefaults {
  readonly workspaceId: number;
  readonly path: string;
  /** The source that the rows belong to; the mapping's name unless said. Files of one source restate each other. */
  readonly sourceKey?: string | undefined;
  /** Makes the brands that nobody tracks yet; without it their records are quarantined. */
  readonly createBrands?: boolean | undefined;
  /** Loads the file although it was loaded before. */
  readonly again?: boolean | undefined;
  readonly pageSize?: PageSize | undefined;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
}

/**
 * Loads a file: its records land page by page as they came, and each page's rows are committed with the run's position. The same bytes under the
 * same mapping are loaded once; under a changed mapping they restate what was loaded. A load that was cut off goes on after its last
 * committed page. Throws before anything is written when the mapping does not fit; an error on the way ends the run as FAILED and is thrown.
 */
export async function importFile(database: DataSource, request: ImportRequest): Promise<ImportResult> {
  const { workspaceId, path } = request;
  const stated: ImportDefaults = { brand: request.brand, currency: request.currency, timeZone: request.timeZone };
  const sourceKey = request.sourceKey ?? request.mapping.name;
  const remembered = await inWorkspace(database, workspaceId, (session) => rememberedDefaults(session, sourceKey));
  const reading = await openImport(path, request, stated, remembered);
  const brands = new ImportBrands(database, workspaceId, request.createBrands ? 'make' : 'refuse');
  await checkBrand(brands, stated.brand);

  const sha256 = Buffer.from(reading.table.sha256, 'hex');
  const found = await inWorkspace(database, workspaceId, async (session) => {
    const sourceId = await keepFileSource(session, sourceKey, request.mapping.name, stated);
    return fileRun(session, { sourceId, sha256, mapping: reading.yaml, again: request.again ?? false });
  });
  if (found.isLoaded) return loadedResult(database, workspaceId, found.runId, sourceKey);
  const run = await claimFileRun(database, workspaceId, found.runId);
  try {
    const end = await loadPages(database, run, reading, { brands, pageSize: request.pageSize, onProgress: request.onProgress });
    return await finishImport(database, run, { ...end, fact: reading.fact, sha256, sourceKey, isResumed: run.epoch > 1 });
  } catch (error) {
    if (!(error instanceof Fenced)) await fail(database, run, error);
    throw error;
  }
}

async function checkBrand(brands: ImportBrands, brand: string | undefined): Promise<void> {
  if (brand === undefined || (await brands.unknown([brand])).size === 0) return;
  throw new RangeError(`brand: "${brand}" is not a tracked brand; add it first, or import with --create-brands`);
}

async function fail(database: DataSource, run: RunHold, error: unknown): Promise<void> {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const end = inWorkspace(database, run.workspaceId, (session) => finishRun(session, run, { status: 'FAILED', error: reason }));
  // A database that is gone cannot be told; the first error is the one to tell, and the next import takes the run up.
  await end.catch(() => undefined);
}
