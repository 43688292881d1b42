import type { Complete, FieldPlan, Plain, PlainWriter } from './field-plan';

/** A way of writing with its quick way, where it has one. */
export function withPlain(whole: Complete, plain: Plain | undefined): Complete {
  return plain ? Object.assign(whole, { plain }) : whole;
}

/** Texts, numbers, truths and instants. */
export function plainScalar(write: (value: unknown) => string): PlainWriter {
  return (value) => {
    if (typeof value === 'object' ? !(value instanceof Date) : typeof value === 'function') return undefined;
    return write(value);
  };
}

/** Numbers, which are most of what is written; anything else as the scalar's type has it. */
export function plainNumber(other: PlainWriter): PlainWriter {
  return (value) => (typeof value === 'number' && Number.isFinite(value) ? `${value}` : other(value));
}

/** One of few names: written once, and once more with each pair of texts that it stands between. */
export function plainName(write: PlainWriter): Omit<Plain, 'nothing'> {
  const between = (before: string, after: string): PlainWriter => {
    const known = new Map<unknown, string>();
    return (value) => {
      const text = known.get(value);
      if (text !== undefined) return text;
      const name = write(value);
      if (name === undefined) return undefined;
      const written = `${before}${name}${after}`;
      if (typeof value === 'string') known.set(value, written);
      return written;
    };
  };
  return { write: between('', ''), between };
}

/** A list of what is plain. */
export function plainList(item: Plain): PlainWriter {
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    let text = '';
    for (let at = 0; at < value.length; at++) {
      const next = plainText(item, value[at]);
      if (next === undefined) return undefined;
      text = at === 0 ? next : `${text},${next}`;
    }
    return `[${text}]`;
  };
}

/** An object of which only what is plain is asked; undefined where that is not all. */
export function plainObject(fields: readonly FieldPlan[]): PlainWriter | undefined {
  const parts = partsOf(fields);
  if (!parts) return undefined;
  // Every field may be left out.
  const start = parts.length === 0 ? '{' : '';
  return (source) => {
    if (typeof source !== 'object' || source === null || source instanceof Error || isPromise(source)) return undefined;
    let text = start;
    for (const { before, name, plain } of parts) {
      const next = plainText(plain, (source as Record<string, unknown>)[name]);
      if (next === undefined) return undefined;
      text += before + next;
    }
    return `${text}}`;
  };
}

/** A field of an object, and the text before it. */
interface Part {
  readonly before: string;
  readonly name: string;
  readonly plain: Plain;
}

/** Where a field has few values, they are written together with the text around them. */
function partsOf(fields: readonly FieldPlan[]): Part[] | undefined {
  const parts: Part[] = [];
  let isWritten = false;
  for (const [at, { label, field, plain }] of fields.entries()) {
    if (!plain) return undefined;
    const before = isWritten ? '' : headOf(label, at);
    const next = fields[at + 1];
    isWritten = next !== undefined && plain.between !== undefined;
    if (next && plain.between) {
      const after = headOf(next.label, at + 1);
      const nothing = plain.nothing === undefined ? undefined : `${before}${plain.nothing}${after}`;
      parts.push({ before: '', name: field.name, plain: { nothing, write: plain.between(before, after) } });
    } else parts.push({ before, name: field.name, plain });
  }
  return parts;
}

function headOf(label: string, at: number): string {
  return `${at === 0 ? '{' : ','}${label}`;
}

/** The text of a value; undefined where it has to be asked in its place. */
export function plainText({ nothing, write }: Plain, value: unknown): string | undefined {
  return value === null || value === undefined ? nothing : write(value);
}

/** The same for a field that no resolver makes, in an object that is asked for more than what is plain. */
export function plainField({ plain, field }: FieldPlan, source: unknown): string | undefined {
  if (!plain || typeof source !== 'object' || source === null) return undefined;
  try {
    return plainText(plain, (source as Record<string, unknown>)[field.name]);
  } catch {
    // It is asked once more, and its error told, in its place.
    return undefined;
  }
}

/** The same for an item of a list. */
export function plainItem(plain: Plain, item: unknown): string | undefined {
  try {
    return plainText(plain, item);
  } catch {
    return undefined;
  }
}

/** Whether a value is yet to come. */
export function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}
