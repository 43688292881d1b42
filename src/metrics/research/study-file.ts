import { isNode, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { StudyFileError } from './StudyFileError';

const text = z.string().trim().min(1).max(500);
const texts = z.array(text).min(1);
const share = z
  .string()
  .regex(/^\d+(\.\d+)?%?$/, 'expected a number above 0, such as 0.51, 51% or 5100')
  .transform(numberOf)
  .refine((value) => value > 0);
const multiple = z
  .string()
  .regex(/^\d+(\.\d+)?$/, 'expected a number')
  .transform(Number);

const question = z.strictObject({
  code: z.string().regex(/^[A-Za-z_][\w.-]*$/, 'expected letters, digits, "_", "-" and "."'),
  kind: z.enum(['single', 'multi', 'grid', 'scale', 'nps', 'open', 'rank', 'numeric']),
  text,
  options: z.array(text).default([]),
  attention: text.optional(),
  /** Where a file has it: a column, or a column for each option. */
  column: text.optional(),
  columns: z.record(text, text).optional(),
  /** What words count; numbers count as they are. */
  scores: z.record(text, z.string().regex(/^-?\d+(\.\d+)?$/)).optional(),
  /** Of a multiple choice in a file: the cells that mean chosen; any cell that is not 0 or "no" unless said. */
  chosen: texts.optional(),
  brand: text.optional(),
});

const schema = z.strictObject({
  /** As the answers name it. */
  key: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected a to z, 0 to 9 and -'),
  name: text,
  brand: text.default(''),
  waves: z.array(z.strictObject({ wave: text, sample: z.string().default('') })).default([]),
  questions: z.array(question).min(1),
  seconds: text.optional(),
  device: text.optional(),
  trim: z.strictObject({ least: multiple, most: multiple }).optional(),
  /** By wave (`all` for those without margins of their own), question and value. */
  margins: z.record(text, z.record(text, z.record(text, share))).default({}),
  /** How a file of responses is read. */
  file: z
    .strictObject({
      respondent: text,
      day: text,
      wave: text.optional(),
      weight: text.optional(),
      segment: text.optional(),
      region: text.optional(),
      skipRows: multiple.optional(),
      /** Cells that are no answers. */
      states: z.strictObject({ dont_know: texts.optional(), refused: texts.optional(), skipped: texts.optional() }).default({}),
    })
    .optional(),
});

/** A study as its file says it. */
export type StudyFile = z.output<typeof schema>;
/** One question of it. */
export type FileQuestion = StudyFile['questions'][number];

/** Reads a study from YAML text; a StudyFileError that names every place where it is wrong. */
export function parseStudyFile(source: string, file: string): StudyFile {
  const lines = new LineCounter();
  // Every scalar is text: a code `no` or `18` is what it says.
  const document = parseDocument(source, { schema: 'failsafe', lineCounter: lines });
  const place = (offset: number) => `${file}:${lines.linePos(offset).line}`;
  const [broken] = document.errors;
  if (broken) throw new StudyFileError([`${place(broken.pos[0])} ${broken.message.split('\n')[0]}`]);
  const read = schema.safeParse(document.toJS());
  if (!read.success)
    throw new StudyFileError(
      read.error.issues.map(({ path, message }) => {
        const node = path.length > 0 ? document.getIn(path, true) : document.contents;
        return `${isNode(node) && node.range ? place(node.range[0]) : file} ${path.join('.') || 'the file'}: ${message}`;
      }),
    );
  const wrong = contradictions(read.data);
  if (wrong.length > 0) throw new StudyFileError(wrong.map((message) => `${file} ${message}`));
  return read.data;
}

function contradictions({ questions, margins, waves, seconds, device }: StudyFile): string[] {
  const codes = questions.map(({ code }) => code);
  const known = new Set([...codes, 'segment', 'region']);
  const twice = codes.find((code, at) => codes.indexOf(code) < at);
  const bare = questions.find(({ kind, options }) => ['multi', 'grid', 'rank'].includes(kind) && options.length === 0);
  const strangeMargin = Object.entries(margins).flatMap(([wave, by]) => Object.keys(by).map((code) => [wave, code] as const));
  return [
    ...(twice ? [`questions: "${twice}" stands twice`] : []),
    ...(bare ? [`questions.${bare.code}: a ${bare.kind} question needs options`] : []),
    ...[seconds, device].filter((code) => code !== undefined && !known.has(code)).map((code) => `"${code}" is no question`),
    ...strangeMargin.filter(([, code]) => !known.has(code)).map(([wave, code]) => `margins.${wave}.${code}: "${code}" is no question`),
    ...Object.keys(margins)
      .filter((wave) => wave !== 'all' && !waves.some((each) => each.wave === wave))
      .map((wave) => `margins.${wave}: there is no such wave; expected "all" or ${waves.map((each) => each.wave).join(', ') || 'a wave'}`),
  ];
}

function numberOf(source: string): number {
  return source.endsWith('%') ? Number(source.slice(0, -1)) / 100 : Number(source);
}
