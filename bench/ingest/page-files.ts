import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { copyCell } from '../../src/database/copy';
import { adRecord, type Extent } from './ad-records';
import { rawRow } from './plain-rows';

/** Records in a page. */
export const PAGE = 10_000;

/**
 * The bench's pages as bytes, written before anything is measured, so that making them is in nobody's time and memory: answers as the platform
 * gives them, and the same rows as COPY takes them.
 */
export class PageFiles {
  readonly pages: number;
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'brandhub-pages-'));

  constructor(readonly extent: Extent) {
    this.pages = Math.ceil(extent.rows / PAGE);
  }

  /** Writes the answers of one edition, over those that are there. */
  writeAnswers(edition: number): void {
    for (let page = 0; page < this.pages; page++) writeFileSync(this.#answer(page), answerOf(this.extent, page, edition));
  }

  /** Writes the rows for COPY. */
  writeRows(): void {
    for (let page = 0; page < this.pages; page++) writeFileSync(this.#rows(page), rowsOf(this.extent, page));
  }

  answer(page: number): Buffer {
    return readFileSync(this.#answer(page));
  }

  rows(page: number): Buffer {
    return readFileSync(this.#rows(page));
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #answer(page: number): string {
    return path.join(this.#folder, `${page}.json`);
  }

  #rows(page: number): string {
    return path.join(this.#folder, `${page}.copy`);
  }
}

/** A page as the platform answers it. */
export function answerOf(extent: Extent, page: number, edition: number): Buffer {
  const next = (page + 1) * PAGE < extent.rows ? page + 1 : null;
  return Buffer.from(JSON.stringify({ data: recordsOf(extent, page, edition), next }));
}

/** A page's rows as COPY takes them. */
export function rowsOf(extent: Extent, page: number): Buffer {
  const lines = recordsOf(extent, page, 0).map((record, at) => `${rawRow(record, at).map(copyCell).join('\t')}\n`);
  return Buffer.from(lines.join(''));
}

function recordsOf({ rows, ads }: Extent, page: number, edition: number) {
  const length = Math.min(PAGE, rows - page * PAGE);
  return Array.from({ length }, (_, at) => adRecord(page * PAGE + at, edition, ads));
}
