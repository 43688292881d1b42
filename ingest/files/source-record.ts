/** One record of a file: the line (sheet row) where it begins, and the text of its cells by column name. */
export interface SourceRecord {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** What a file holds at a line that cannot be read as a record, and why. */
export interface BadRecord {
  readonly line: number;
  readonly raw: Readonly<Record<string, string>>;
  readonly reason: string;
}

/** A record, or the reason why there is none at that line. */
export type ReadRecord = SourceRecord | BadRecord;
