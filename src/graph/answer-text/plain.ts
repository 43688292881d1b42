import type { Complete, FieldPlan, Plain } from './field-plan';

/** What a value is shown as that has to be asked in its place. */
export const UNPLAIN = Symbol('unplain');

/** A way of writing with its quick way, where it has one. */
export function withPlain(whole: Complete, plain: Plain | undefined): Complete {
  return plain ? Object.assign(whole, { plain }) : whole;
}

/** Texts, numbers, truths and instants. */
export function plainScalar(serialize: Plain['show']): Plain['show'] {
  return (value) => {
    if (typeof value === 'object' ? !(value instanceof Date) : typeof value === 'function') return UNPLAIN;
    return serialize(value);
  };
}

/** Numbers, which are most of what is shown; anything else as the scalar's type has it. */
export function plainNumber(other: Plain['show']): Plain['show'] {
  return (value) => (typeof value === 'number' && Number.isFinite(value) ? value : other(value));
}

/** A list of what is plain. */
export function plainList(item: Plain): Plain['show'] {
  return (value) => {
    if (!Array.isArray(value)) return UNPLAIN;
    const items = new Array<unknown>(value.length);
    for (let at = 0; at < value.length; at++) {
      const next = plainValue(item, value[at]);
      if (next === UNPLAIN) return UNPLAIN;
      items[at] = next;
    }
    return items;
  };
}

/**
 * An object of which only what is plain is asked; undefined where that is not all. It is code that is made for these fields: the engine then knows in each place what
 * it reads and makes, where code for any fields would have to look up every name. The names in it are of GraphQL: letters, digits and underscores.
 */
export function plainObject(fields: readonly FieldPlan[]): Plain['show'] | undefined {
  const plains = fields.flatMap(({ plain }) => plain ?? []);
  if (plains.length < fields.length) return undefined;
  const reading = fields.map(
    ({ field }, at) => `const v${at} = plainValue(plains[${at}], source.${field.name});\nif (v${at} === UNPLAIN) return UNPLAIN;`,
  );
  // In brackets it is a name like others.
  const members = fields.map(({ key }, at) => `${key === '__proto__' ? `['${key}']` : key}: v${at}`);
  const code = `return (source) => {
    if (!isObject(source)) return UNPLAIN;
    ${reading.join('\n')}
    return { ${members.join(', ')} };
  }`;
  return new Function('plains', 'plainValue', 'isObject', 'UNPLAIN', code)(plains, plainValue, isPlainObject, UNPLAIN);
}

function isPlainObject(source: unknown): boolean {
  return typeof source === 'object' && source !== null && !(source instanceof Error) && !isPromise(source);
}

/** What JSON has of a value; {@link UNPLAIN} where it has to be asked in its place. */
export function plainValue({ nothing, show }: Plain, value: unknown): unknown {
  return value === null || value === undefined ? nothing : show(value);
}

/** The text of a field that no resolver makes, in an object that is asked for more than what is plain; undefined where it has to be asked in its place. */
export function plainField({ plain, field }: FieldPlan, source: unknown): string | undefined {
  if (!plain || typeof source !== 'object' || source === null) return undefined;
  return plainText(plain, source, field.name);
}

/** The same for a value, or for a property of it. */
export function plainText(plain: Plain, value: unknown, name?: string): string | undefined {
  try {
    const shown = plainValue(plain, name === undefined ? value : (value as Record<string, unknown>)[name]);
    return shown === UNPLAIN ? undefined : jsonText(shown);
  } catch {
    // It is asked once more, and its error told, in its place.
    return undefined;
  }
}

/** JSON; numbers, which are most of it, by the shorter way. */
export function jsonText(value: unknown): string {
  if (typeof value === 'number') return Number.isFinite(value) ? `${value}` : 'null';
  return JSON.stringify(value);
}

/** Whether a value is yet to come. */
export function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}
