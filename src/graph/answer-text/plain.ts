import type { Complete, FieldPlan, Plain } from './field-plan';

/** A way of writing with its quick way, where it has one. */
export function withPlain(whole: Complete, plain: Plain | undefined): Complete {
  return plain ? Object.assign(whole, { plain }) : whole;
}

/** Texts, numbers, truths and instants; what cannot be shown is asked once more, and its error told, in its place. */
export function plainScalar(write: (value: unknown) => string): Plain {
  return (value) => {
    if (typeof value === 'object' ? !(value instanceof Date) : typeof value === 'function') return undefined;
    try {
      return write(value);
    } catch {
      return undefined;
    }
  };
}

/** What stands for nothing, or what `plain` makes of something. */
export function nullOr(nothing: string | undefined, plain: Plain): Plain {
  return (value) => (value === null || value === undefined ? nothing : plain(value));
}

/** A list of what is plain. */
export function plainList(plain: Plain): Plain {
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    let text = '';
    for (let at = 0; at < value.length; at++) {
      const item = plain(value[at]);
      if (item === undefined) return undefined;
      text += at === 0 ? item : `,${item}`;
    }
    return `[${text}]`;
  };
}

/** An object of which only what is plain is asked; undefined where that is not all. */
export function plainObject(fields: readonly FieldPlan[]): Plain | undefined {
  if (!fields.every(({ plain }) => plain)) return undefined;
  const heads = fields.map(({ label }, at) => (at === 0 ? label : `,${label}`));
  return (source) => {
    if (source instanceof Error || isPromise(source)) return undefined;
    let text = '';
    for (let at = 0; at < fields.length; at++) {
      const next = plainText(fields[at] as FieldPlan, source);
      if (next === undefined) return undefined;
      text += heads[at] + next;
    }
    return `{${text}}`;
  };
}

/** A field that no resolver makes; undefined where it has to be asked in its place. */
export function plainText({ plain, field }: FieldPlan, source: unknown): string | undefined {
  if (!plain || typeof source !== 'object' || source === null) return undefined;
  try {
    return plain((source as Record<string, unknown>)[field.name]);
  } catch {
    return undefined;
  }
}

/** Whether a value is yet to come. */
export function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}
