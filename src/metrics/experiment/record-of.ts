import { TOMBSTONE } from '../../lib/tombstone';
import type { LineageRecord } from '../lineage-page';
import type { RawRecords } from '../raw-record';
import type { ToldVariant } from './told-experiment';

/** The raw record behind what was told of a variant; `page` is its raw page, null when that is no longer kept. */
export function recordOf({ origin, ...told }: ToldVariant, page: RawRecords | null): LineageRecord {
  const raw = page?.at(origin.recordNo) ?? '';
  return {
    sourceKey: origin.sourceKey,
    recordedAt: origin.recordedAt,
    raw,
    redacted: raw === TOMBSTONE,
    values: JSON.stringify(told),
    runId: page?.runId ?? null,
  };
}
