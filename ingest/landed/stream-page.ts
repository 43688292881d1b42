import type { JsonReadings } from '../../src/lib/lossless-json';
import { BadRecord, Fatal } from '../errors';
import { cellsOf } from '../files/json-records';
import type { RejectedRecord } from '../files/map-records';
import type { MappedRow } from '../files/target-shape';
import { type Reject, rejectOf } from '../promote';
import { checkDepth, checkStorable, keyOf, type LandedRow } from './landed-row';
import type { StreamMeaning } from './stream-meaning';

/** A record that came: a JSON object, the line that it came on, and the version of its stream where the sender counts any. */
export interface GivenRecord {
  readonly line: number;
  readonly record: JsonReadings;
  readonly version?: string | null;
}

/** Consecutive records of one stream: each became rows of a fact, a row as it came, or a reject. */
export class StreamPage {
  readonly records: string[] = [];
  readonly lines: number[] = [];
  readonly rows: { recordNo: number; values: MappedRow }[] = [];
  readonly landed: LandedRow[] = [];
  /** The version that each record came with, by its number, of a stream whose records become rows of a fact. */
  readonly versions = new Map<number, string | null>();
  readonly rejects: Reject[] = [];

  constructor(readonly meaning: StreamMeaning) {}

  /** Reads a record, the page's next unless its number is said. Throws Fatal when it cannot even be written down. */
  add({ line, record, version = null }: GivenRecord, recordNo = this.records.length): void {
    const text = textOf(record);
    this.records.push(text);
    this.lines.push(line);
    try {
      this.read(recordNo, line, record, text, version);
    } catch (error) {
      if (!(error instanceof BadRecord)) throw error;
      this.rejects.push({ ...rejectOf(recordNo, error), line });
    }
  }

  /** Takes up what could not be read as a record, with its reason. */
  refuse(line: number, text: string, reason: string): void {
    this.rejects.push({ recordNo: this.records.length, line, reason });
    this.records.push(text);
    this.lines.push(line);
  }

  /** The same page up to a line, without it. */
  before(line: number): StreamPage {
    const page = new StreamPage(this.meaning);
    const count = this.lines.filter((each) => each < line).length;
    const isIn = ({ recordNo }: { recordNo: number }) => recordNo < count;
    page.records.push(...this.records.slice(0, count));
    page.lines.push(...this.lines.slice(0, count));
    page.rows.push(...this.rows.filter(isIn));
    page.landed.push(...this.landed.filter(isIn));
    page.rejects.push(...this.rejects.filter(isIn));
    for (const [recordNo, version] of this.versions) if (recordNo < count) page.versions.set(recordNo, version);
    return page;
  }

  private read(recordNo: number, line: number, record: JsonReadings, text: string, version: string | null): void {
    const { check, keyProperties, target } = this.meaning;
    if (target === null) checkStorable(record.exact);
    else checkDepth(record.plain);
    check(record.plain);
    const key = keyOf(record, keyProperties);
    if (target === null) {
      this.landed.push({ recordNo, key, text, version });
      return;
    }
    const mapped = target.map({ line, cells: cellsOf(record.lossless as { [key: string]: never }) });
    if (!('rows' in mapped)) throw badRecordOf(mapped);
    this.versions.set(recordNo, version);
    for (const values of mapped.rows) this.rows.push({ recordNo, values });
  }
}

function badRecordOf({ reason, column, value }: RejectedRecord): BadRecord {
  return new BadRecord(reason, column, value);
}

/** A value as JSON, every number with its digits. Throws Fatal when it is nested too deeply to be written. */
export function textOf({ exact }: JsonReadings): string {
  try {
    return JSON.stringify(exact);
  } catch (error) {
    // The only way in which a value that was read cannot be written: the stack is too small for it.
    if (!(error instanceof RangeError)) throw error;
    throw new Fatal('is nested too deeply');
  }
}
