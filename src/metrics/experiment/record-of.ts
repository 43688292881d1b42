import { TOMBSTONE } from '../../lib/tombstone';
import type { RowOrigin } from '../evidence/told-rows';
import type { LineageRecord } from '../lineage-page';
import type { RawRecords } from '../raw-record';

/** The raw record behind a row, or behind what was told of a variant; `page` is its raw page, null when that is no longer kept. */
export function recordOf({ origin, ...told }: { readonly origin: RowOrigin }, page: RawRecords | null): LineageRecord {
  const raw = page?.lines[origin.recordNo] ?? '';
  return {
    sourceKey: origin.sourceKey,
    recordedAt: origin.recordedAt,
    raw,
    redacted: raw === TOMBSTONE,
    values: JSON.stringify('values' in told ? told.values : told),
    runId: page?.runId ?? null,
  };
}
