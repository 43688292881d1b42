import type { ColumnLookup } from './column-lookup';
import type { Rule } from './mapping';
import { missingTest } from './missing-text';
import { CellError, cellReader } from './read-cell';
import type { SourceRecord } from './source-record';
import type { MappedValue, TargetKind } from './target-shape';

/** Why a record is rejected: the target, the file's column and its text where one is to blame. */
export class RecordError extends Error {
  override readonly name = 'RecordError';
  constructor(
    reason: string,
    readonly column?: string,
    readonly value?: string,
  ) {
    super(reason);
  }
}

/** Gives the value of one target from a record, null when it is missing; throws a {@link RecordError} on text that is no such value. */
export type Fill = (record: SourceRecord) => MappedValue;

/** What a rule needs to know beside itself. */
export interface RuleContext {
  /** The target's name as the mapping writes it, for reasons. */
  readonly target: string;
  readonly kind: TargetKind;
  readonly lookup: ColumnLookup;
  /** The mapping's own texts for "missing". */
  readonly missing: readonly string[];
}

/** Text found in a record and the column that it came from. */
interface Found {
  readonly text: string;
  readonly column?: string;
}

/** A rule made ready to run. Throws an Error, naming the target, when the rule gives no value or its constant is no such value. */
export function compileRule(rule: Rule, context: RuleContext): Fill {
  const { target, kind } = context;
  const read = cellReader(kind, rule);
  const readFound = ({ text, column }: Found): MappedValue => {
    try {
      return read(text);
    } catch (error) {
      if (error instanceof CellError) throw new RecordError(`${target}: ${error.message}`, column, text);
      throw error;
    }
  };
  const fallback = rule.default === undefined ? null : readFound({ text: rule.default });
  if (rule.const !== undefined) {
    const constant = readFound({ text: rule.const });
    return () => constant;
  }
  const find = finder(rule, context);
  return (record) => {
    const found = find(record);
    if (found) return readFound(found);
    if (fallback === null && rule.required) throw new RecordError(`${target}: is missing`, rule.from?.[0]);
    return fallback;
  };
}

function finder(rule: Rule, context: RuleContext): (record: SourceRecord) => Found | null {
  const isMissing = missingTest(context.kind === 'text' || context.kind === 'link', [...context.missing, ...(rule.missing ?? [])]);
  const values = new Map(Object.entries(rule.values ?? {}));
  const instead = (text: string) => values.get(text) ?? rule.otherwise ?? text;
  if (rule.template !== undefined) return templateFinder(rule.template, context, isMissing, instead);
  const { from } = rule;
  if (from === undefined) throw new Error(`${context.target}: takes one of "from", "const" and "template"`);
  return (record) => {
    for (const column of from) {
      const text = context.lookup(record, column)?.trim() ?? '';
      if (values.has(text) || !isMissing(text)) return { text: instead(text), column };
    }
    return null;
  };
}

function templateFinder(
  template: string,
  { lookup }: RuleContext,
  isMissing: (text: string) => boolean,
  instead: (text: string) => string,
) {
  return (record: SourceRecord): Found | null => {
    let isWhole = true;
    const text = template.replace(/\{([^{}]+)\}/g, (_, column: string) => {
      const part = lookup(record, column)?.trim() ?? '';
      isWhole &&= !isMissing(part);
      return part;
    });
    return isWhole ? { text: instead(text) } : null;
  };
}
