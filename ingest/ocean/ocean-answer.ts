import { z } from 'zod';
import type { Page } from '../connector';
import { Fatal, Retriable, Skippable, Unauthorized } from '../errors';
import { refusalIn } from '../record/refusal-in';

/** Limits of the interface as a whole, of the developer, and of an advertiser that was long idle. */
const THROTTLED = new Set([40100, 40110, 40130]);
/** Access token expired, empty, wrong. */
const REFUSED = new Set([40102, 40104, 40105]);
const NO_PERMISSION = 40002;

/** Throws what an answer of Ocean Engine's interfaces means; they refuse under status 200. */
export function classifyOcean(page: Page): void {
  const refusal = refusalIn(page);
  if (refusal === null) return;
  const { code, words } = refusal;
  const told = `ocean engine: error ${code}: ${words}`;
  if (THROTTLED.has(code)) throw new Retriable(told);
  if (REFUSED.has(code)) throw new Unauthorized(told);
  if (code === NO_PERMISSION) throw new Skippable(told);
  if (code >= 50000 && code < 60000) throw new Retriable(told);
  throw new Fatal(told);
}

const report = z.looseObject({
  data: z.looseObject({
    rows: z.array(z.unknown()).nullish(),
    page_info: z.looseObject({ total_number: z.int() }).nullish(),
  }),
});

/**
 * The rows of a report; none when the answer has none. Throws Fatal on an answer of another kind, and Retriable on one that counts rows and
 * does not bring any.
 */
export function reportRows(page: Page): unknown[] {
  const parsed = report.safeParse(page.json());
  if (!parsed.success) throw new Fatal(`ocean engine: a report answered ${page.text().slice(0, 80)}; expected {"data": {"rows": [...]}}`);
  const { rows, page_info: info } = parsed.data.data;
  const count = info?.total_number ?? 0;
  if ((rows ?? []).length === 0 && count > 0) throw new Retriable(`ocean engine: a report tells of ${count} rows and has none`);
  return rows ?? [];
}
