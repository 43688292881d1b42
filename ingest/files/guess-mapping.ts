import { stringify } from 'yaml';
import { foldName } from './column-lookup';
import { targetNames } from './compile-row';
import { dateReader } from './day-format';
import { missingTest } from './missing-text';
import type { SourceRecord } from './source-record';
import { SYNONYMS } from './synonyms';
import type { TargetKind, TargetShape } from './target-shape';

/** A target's columns paired with a file's, as far as their names tell. */
interface Pairing {
  readonly shape: TargetShape;
  readonly columns: ReadonlyMap<string, string>;
  readonly score: number;
}

const DAY_FORMATS = ['M/d/yyyy', 'd/M/yyyy', 'd.M.yyyy', 'd-M-yyyy', 'M/d/yy', 'd/M/yy', 'MMM d, yyyy', 'd MMM yyyy', 'M-d-yyyy'];

/**
 * A first mapping for a file, as YAML to be read and edited: the target whose columns the header names best, a rule for each column
 * found, a day format when the sample shows one, and as comments what is still open. Throws a RangeError when no target has two columns there.
 */
export function guessMapping(header: readonly string[], sample: readonly SourceRecord[], targets: readonly TargetShape[]): string {
  const [best] = targets.map((shape) => pair(shape, header)).sort((a, b) => b.score - a.score);
  if (!best || best.columns.size < 2)
    throw new RangeError(
      `no target is named by the columns ${header.map((name) => `"${name}"`).join(', ')}; say which one it is (--into AdDay), or write a mapping (docs/import.md)`,
    );
  const { shape, columns } = best;
  const rules = Object.fromEntries([...columns].map(([target, column]) => [target, ruleFor(kindOf(shape, target), column, sample)]));
  const body = stringify({ name: `my-${foldName(shape.name)}`, target: shape.name, columns: rules }, { lineWidth: 0 });
  return [body.trimEnd(), ...openPlaces(shape, columns), ...unread(header, columns), ''].join('\n');
}

function pair(shape: TargetShape, header: readonly string[]): Pairing {
  const folded = new Map(header.toReversed().map((name) => [fold(name), name]));
  const columns = new Map<string, string>();
  for (const target of targetNames(shape)) {
    const found = (SYNONYMS[target] ?? []).map((name) => folded.get(fold(name))).find((name) => name !== undefined);
    if (found !== undefined) columns.set(target, found);
  }
  const required = shape.columns.filter((column) => column.required);
  const found = required.filter((column) => columns.has(column.kind === 'link' ? `${column.name}.key` : column.name));
  // Two targets may read one column; what counts is how much of the file a target takes, and how much of itself it leaves open.
  const score = 2 * new Set(columns.values()).size + 2 * found.length - required.length - shape.columns.length / 10;
  return { shape, columns, score };
}

function fold(name: string): string {
  return foldName(name).replace(/\(.*?\)|[_\-./]/g, '');
}

function kindOf(shape: TargetShape, target: string): TargetKind {
  return shape.columns.find(({ name }) => name === target)?.kind ?? 'text';
}

function ruleFor(kind: TargetKind, column: string, sample: readonly SourceRecord[]): string | Record<string, string> {
  if (kind === 'day' || kind === 'instant') {
    const format = dayFormat(column, sample);
    return format === undefined ? column : { from: column, format };
  }
  if (kind !== 'money') return column;
  const folded = foldName(column);
  if (folded.includes('micros')) return { from: column, unit: 'micros' };
  return /cents|\(分\)/.test(folded) ? { from: column, unit: 'cents' } : column;
}

/** The first pattern that reads every day of the sample, undefined when the usual forms do, or none does. */
function dayFormat(column: string, sample: readonly SourceRecord[]): string | undefined {
  const isMissing = missingTest(false);
  const texts = sample.map(({ cells }) => cells[column] ?? '').filter((text) => !isMissing(text));
  const readsAll = (format?: string) => texts.every((text) => dateReader(format)(text) !== null);
  return readsAll() ? undefined : DAY_FORMATS.find(readsAll);
}

function openPlaces(shape: TargetShape, columns: ReadonlyMap<string, string>): string[] {
  const wanted = shape.columns.flatMap(({ name, required, fields }) => {
    if (!fields) return required ? [name] : [];
    return fields.filter((field) => required && field.required).map((field) => `${name}.${field.name}`);
  });
  return wanted.filter((name) => !columns.has(name)).map((name) => `  # required, say it:\n  ${name}: { const: '' }`);
}

function unread(header: readonly string[], columns: ReadonlyMap<string, string>): string[] {
  const read = new Set(columns.values());
  const left = header.filter((name) => !read.has(name));
  return left.length === 0 ? [] : [`# not read: ${left.join(', ')}`];
}
