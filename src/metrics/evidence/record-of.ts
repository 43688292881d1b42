import { TOMBSTONE } from '../../lib/tombstone';
import type { LineageRecord } from '../lineage-page';
import type { RawRecords } from '../raw-record';
import type { RowOrigin } from './told-rows';

/** The raw record behind values that were told; `page` is its raw page, null when that is no longer kept. */
export function recordOf(origin: RowOrigin, values: object, page: RawRecords | null): LineageRecord {
  const raw = page?.at(origin.recordNo) ?? '';
  return {
    sourceKey: origin.sourceKey,
    recordedAt: origin.recordedAt,
    raw,
    redacted: raw === TOMBSTONE,
    values: JSON.stringify(values),
    runId: page?.runId ?? null,
  };
}
