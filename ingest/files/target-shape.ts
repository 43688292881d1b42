/** What a target column holds; `link` is an object with a `key`, `money` and `amount` are whole millionths, `day` is `YYYY-MM-DD`. */
export type TargetKind = 'text' | 'day' | 'instant' | 'count' | 'money' | 'amount' | 'link' | 'flag';

/** A mapped value; null is missing. Money, amounts and counts are bigint, instants Date, links objects of text. */
export type MappedValue = string | bigint | boolean | Date | LinkValue | null;

/** What a link names: its `key`, and what else the file tells about it. */
export type LinkValue = Readonly<Record<string, string | null>>;

/** One row in the shape of a target: a value for each of its columns. */
export type MappedRow = Readonly<Record<string, MappedValue>>;

/** One column that a mapping can fill. */
export interface TargetColumn {
  readonly name: string;
  readonly kind: TargetKind;
  /** A record without this value is a reject; a link is there when its key is. */
  readonly required: boolean;
  /** Stands in when a record or the whole mapping does not give the value. */
  readonly default?: MappedValue;
  /** Of a link: its parts, addressed as `campaign.platform`. */
  readonly fields?: readonly { readonly name: string; readonly required: boolean }[];
}

/** What records are mapped to: a fact's name and its columns. */
export interface TargetShape {
  readonly name: string;
  readonly columns: readonly TargetColumn[];
}
