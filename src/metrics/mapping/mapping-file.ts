import { isNode, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { MAPPED } from '../dimensions';
import type { Dimension } from '../question';
import { MappingFileError } from './MappingFileError';
import { type Mapping, mappedValue, type Rule } from './mapping';

/** What a rules file expects of a name. */
export interface MappingTest {
  readonly dimension: Dimension;
  readonly name: string;
  /** '' where no rule is to match. */
  readonly expected: string;
}

/** A rules file: the rules, and what it expects of them itself. */
export interface MappingFile {
  readonly rules: Mapping;
  readonly tests: readonly MappingTest[];
}

/** A test that did not find what it expected. */
export interface MappingFault extends MappingTest {
  readonly found: string;
}

const MAX_RULES = 200;
const text = z.string().trim().min(1).max(200);
const patterns = z.array(text).min(1).max(200);
const label = z.strictObject({ en: text, 'zh-Hans': text, 'zh-Hant': text });
const rule = z.strictObject({ value: text, label: label.optional(), match: patterns, except: patterns.optional() });
const dimension = z.enum(Object.keys(MAPPED) as [Dimension, ...Dimension[]]);
const schema = z.strictObject({
  dimensions: z.partialRecord(dimension, z.array(rule).max(MAX_RULES)),
  tests: z.partialRecord(dimension, z.record(z.string(), z.string().nullable())).default({}),
});

/** Reads rules from YAML text; a MappingFileError that names every place where they are wrong. */
export function parseMappingFile(source: string, file: string): MappingFile {
  const lines = new LineCounter();
  // Every scalar is text: a category `no` or `618` is what it says.
  const document = parseDocument(source, { schema: 'failsafe', lineCounter: lines });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const [broken] = document.errors;
  if (broken) throw new MappingFileError([`${place(broken.pos[0])} ${broken.message.split('\n')[0]}`]);
  const read = schema.safeParse(document.toJS());
  if (!read.success) {
    throw new MappingFileError(
      read.error.issues.map(({ path, message }) => `${place(offsetOf(document, path))} ${path.join('.') || 'the file'}: ${message}`),
    );
  }
  const entries = Object.entries(read.data.dimensions) as [Dimension, z.infer<typeof rule>[]][];
  const unlabelled = entries.flatMap(([name, rules]) => contradictions(name, rules));
  if (unlabelled.length > 0) throw new MappingFileError(unlabelled.map((message) => `${file} ${message}`));
  return { rules: new Map(entries.map(([name, rules]) => [name, rules.map(ruleOf)])), tests: testsOf(read.data.tests) };
}

/** What the file's own tests find otherwise than they expect. */
export function mappingFaults({ rules, tests }: MappingFile): MappingFault[] {
  return tests
    .map((test) => ({ ...test, found: mappedValue(rules.get(test.dimension) ?? [], test.name) }))
    .filter(({ found, expected }) => found !== expected);
}

function ruleOf({ value, label: names, match, except }: z.infer<typeof rule>): Rule {
  return {
    value,
    ...(names ? { label: { en: names.en, zhHans: names['zh-Hans'], zhHant: names['zh-Hant'] } } : {}),
    match,
    ...(except ? { except } : {}),
  };
}

function testsOf(tests: z.infer<typeof schema>['tests']): MappingTest[] {
  return (Object.entries(tests) as [Dimension, Record<string, string | null>][]).flatMap(([name, expectations]) =>
    Object.entries(expectations).map(([each, expected]) => ({ dimension: name, name: each, expected: expected ?? '' })),
  );
}

/** A value may have several rules, but it is called by one label. */
function contradictions(name: Dimension, rules: readonly z.infer<typeof rule>[]): string[] {
  const labels = new Map<string, string>();
  return rules.flatMap(({ value, label: names }, i) => {
    if (!names) return [];
    const said = JSON.stringify(names);
    const before = labels.get(value) ?? said;
    labels.set(value, before);
    return before === said ? [] : [`dimensions.${name}.${i}.label: "${value}" is called otherwise by an earlier rule`];
  });
}

function offsetOf(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}
