import { parse } from 'yaml';
import { z } from 'zod';

const text = z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]);
const texts = z.union([text.transform((one) => [one]), z.array(text).min(1)]);

const ruleObject = z
  .strictObject({
    /** The column, or the columns of which the first that is not missing counts. */
    from: texts.optional(),
    /** The same text for every record. */
    const: text.optional(),
    /** Text with `{column}` in it; missing as a whole when one of the columns is. */
    template: z.string().optional(),
    /** The pattern of a day or an instant, such as `M/d/yyyy` or `yyyy年M月d日`. */
    format: z.string().optional(),
    /** The time zone that instants without one are in, and that a day is cut in when its text is an instant with one. */
    zone: z.string().optional(),
    /** What the numbers of the column count: the major unit (the default), millionths of it, or hundredths. */
    unit: z.enum(['major', 'micros', 'cents', 'fen']).optional(),
    /** The decimal sign, `.` unless said. */
    decimal: z.enum(['.', ',']).optional(),
    /** What to read in place of a cell's text. */
    values: z.record(z.string(), text).optional(),
    /** What to read when `values` does not list the text; without it the text itself is read. */
    otherwise: text.optional(),
    /** What to read where the value is missing. */
    default: text.optional(),
    /** Texts that stand for "missing" in this column, beside the usual ones. */
    missing: z.array(text).optional(),
    /** A record without this value is a reject, even where the target could do without it. */
    required: z.boolean().optional(),
  })
  .refine((rule) => [rule.from, rule.const, rule.template].filter((each) => each !== undefined).length <= 1, {
    error: 'takes one of "from", "const" and "template", not several',
  });

const rule = z.union([text.transform((from) => ({ from: [from] })), ruleObject]);

const condition = z
  .strictObject({
    column: text,
    is: texts.optional(),
    isNot: texts.optional(),
    matches: z.string().optional(),
    empty: z.boolean().optional(),
  })
  .refine((each) => [each.is, each.isNot, each.matches, each.empty].filter((part) => part !== undefined).length === 1, {
    error: 'takes exactly one of "is", "isNot", "matches" and "empty"',
  });

const constantOrRule = z.union([text.transform((constant) => ({ const: constant })), ruleObject]);

const unpivot = z
  .strictObject({
    columns: z.array(text).min(1).optional(),
    match: z.string().optional(),
    into: z.strictObject({ key: z.string().optional(), value: z.string() }),
    /** Per source column: what else its rows hold, constants or rules. */
    values: z.record(z.string(), z.record(z.string(), constantOrRule)).optional(),
  })
  .refine((rows) => (rows.columns === undefined) !== (rows.match === undefined), { error: 'takes either "columns" or "match"' });

/** What a name of a mapping may be. */
export const mappingName = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'a name is lower-case letters, digits and hyphens');

/** The part of a mapping that is about records, whatever they came in. */
export const mappingRules = z.strictObject({
  description: z.string().optional(),
  target: z.string(),
  missing: z.array(text).default([]),
  where: z.array(condition).default([]),
  rows: unpivot.optional(),
  columns: z.record(z.string(), rule).default({}),
});

/** How records become rows of one target. */
export type MappingRules = z.output<typeof mappingRules>;

const mapping = z.strictObject({
  name: mappingName,
  file: z
    .strictObject({
      format: z.enum(['csv', 'xlsx', 'jsonl']).optional(),
      encoding: z.string().optional(),
      delimiter: z.string().length(1).optional(),
      sheet: z.string().optional(),
      headerRow: z.int().positive().optional(),
      skipRows: z.int().nonnegative().optional(),
    })
    .default({}),
  ...mappingRules.shape,
});

/** How the records of one kind of file become rows of one target; the manual is docs/import.md. */
export type Mapping = z.output<typeof mapping>;

/** How one target column gets its value. */
export type Rule = z.output<typeof ruleObject>;

/** What a record's cell must be for the record to be taken. */
export type Condition = z.output<typeof condition>;

/** A mapping from its YAML text. Throws an Error that lists every place that is wrong and what was expected there. */
export function parseMapping(yaml: string, place = 'mapping'): Mapping {
  return parseYaml(mapping, yaml, place);
}

/** What a YAML text says in the form that a schema asks for. Throws an Error that lists every place that is wrong and what was expected there. */
export function parseYaml<S extends z.ZodType>(schema: S, yaml: string, place: string): z.output<S> {
  const result = schema.safeParse(yamlOf(yaml, place));
  if (result.success) return result.data;
  throw new Error(`${place}: ${z.prettifyError(result.error)}`);
}

function yamlOf(yaml: string, place: string): unknown {
  try {
    return parse(yaml);
  } catch (error) {
    throw new Error(`${place}: ${(error as Error).message.split('\n')[0]}`);
  }
}
