import { compileRule, type Fill, RecordError, type RuleContext } from './compile-rule';
import type { Rule } from './mapping';
import type { SourceRecord } from './source-record';
import type { LinkValue, MappedRow, MappedValue, TargetColumn, TargetShape } from './target-shape';

/** Rules by target: a column's name, or `link.part`. */
export type Rules = Readonly<Record<string, Rule>>;

/** Makes a row of a record; throws a {@link RecordError} when it cannot. */
export type MakeRow = (record: SourceRecord) => MappedRow;

type RowContext = Pick<RuleContext, 'lookup' | 'missing'>;

/**
 * The rules of one row made ready to run. Throws an Error when a rule names no column of the target (it lists those there are),
 * or when a required column has neither rule nor default.
 */
export function compileRow(rules: Rules, shape: TargetShape, context: RowContext): MakeRow {
  checkTargets(rules, shape);
  const fills = shape.columns.map((column) => [column.name, compileColumn(column, rules, shape, context)] as const);
  return (record) => Object.fromEntries(fills.map(([name, fill]) => [name, fill(record)]));
}

/** Every name that a rule can have for a target: its columns, and the parts of its links. */
export function targetNames(shape: TargetShape): string[] {
  return shape.columns.flatMap(({ name, fields }) => [name, ...(fields ?? []).map((field) => `${name}.${field.name}`)]);
}

function checkTargets(rules: Rules, shape: TargetShape): void {
  const names = new Set(targetNames(shape));
  const unknown = Object.keys(rules).filter((name) => !names.has(name));
  if (unknown.length === 0) return;
  throw new Error(`${shape.name} has no ${unknown.map((name) => `"${name}"`).join(', ')}; it has ${[...names].join(', ')}`);
}

function compileColumn(column: TargetColumn, rules: Rules, shape: TargetShape, context: RowContext): Fill {
  const fill = column.kind === 'link' ? compileLink(column, rules, context) : compileScalar(column, rules[column.name], context);
  const fallback = column.default ?? null;
  if (!fill && column.required && fallback === null) {
    throw new Error(`${shape.name}.${column.name} is required; the mapping has no rule for ${nameOf(column)}`);
  }
  if (!fill) return () => fallback;
  return (record) => {
    const value = fill(record) ?? fallback;
    if (value === null && column.required) throw missing(nameOf(column), rules[nameOf(column)] ?? rules[column.name]);
    return value;
  };
}

function nameOf(column: TargetColumn): string {
  return column.kind === 'link' ? `${column.name}.key` : column.name;
}

function missing(target: string, rule: Rule | undefined): RecordError {
  return new RecordError(`${target}: is missing`, rule?.from?.[0]);
}

function compileScalar({ name, kind }: TargetColumn, rule: Rule | undefined, context: RowContext): Fill | undefined {
  return rule && compileRule(rule, { ...context, target: name, kind });
}

/** A link is null without a key; its name falls back to the key. `campaign` alone in a mapping means `campaign.key`. */
function compileLink(column: TargetColumn, rules: Rules, context: RowContext): Fill | undefined {
  const parts = (column.fields ?? [{ name: 'key', required: true }]).map(({ name, required }) => {
    const target = `${column.name}.${name}`;
    const rule = rules[target] ?? (name === 'key' ? rules[column.name] : undefined);
    return { name, required, target, rule, fill: rule && compileRule(rule, { ...context, target, kind: 'text' }) };
  });
  if (!parts.some(({ name, fill }) => name === 'key' && fill)) return undefined;
  return (record): MappedValue => {
    const link: Record<string, string | null> = {};
    for (const { name, fill } of parts) link[name] = (fill?.(record) ?? null) as string | null;
    if (link.key === null) return null;
    if (link.name === null) link.name = link.key ?? null;
    const lacking = parts.find(({ name, required }) => required && link[name] === null);
    if (lacking) throw missing(lacking.target, lacking.rule);
    return link as LinkValue;
  };
}
