import type { Complete, FieldPlan, Foreseen, Plain } from './field-plan';

/** What a value is shown as that has to be asked in its place. */
export const UNPLAIN = Symbol('unplain');

/** A way of writing with its quick way, where it has one. */
export function withPlain(whole: Complete, plain: Plain | undefined): Complete {
  return plain ? Object.assign(whole, { plain }) : whole;
}

/** Texts, numbers, truths and instants. */
export function plainScalar(serialize: (value: unknown) => unknown): Plain['show'] {
  return (value) => {
    if (typeof value === 'object' ? !(value instanceof Date) : typeof value === 'function') return UNPLAIN;
    return serialize(value);
  };
}

/** Numbers, which are most of what is shown; anything else as the scalar's type has it. */
export function plainNumber(other: Plain['show']): Plain['show'] {
  return (value, foreseen) => (typeof value === 'number' && Number.isFinite(value) ? value : other(value, foreseen));
}

/** A list of what is plain. */
export function plainList(item: Plain): Plain['show'] {
  return (value, foreseen) => {
    if (!Array.isArray(value)) return UNPLAIN;
    const items = new Array<unknown>(value.length);
    for (let at = 0; at < value.length; at++) {
      const next = plainValue(item, value[at], foreseen);
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
  // What is yet to be resolved is found out first, so that nothing is read in vain.
  const giving = fields.map(({ foreseenBy }, at) => {
    return foreseenBy ? `const g${at} = foreseen.get(nodes[${at}]);\nif (!g${at}) return UNPLAIN;` : '';
  });
  const reading = fields.map(({ field, foreseenBy }, at) => {
    const value = foreseenBy
      ? `const s${at} = g${at}(source);\nif (s${at} === undefined) return UNPLAIN;`
      : `const s${at} = source.${field.name};`;
    return `${value}\nconst v${at} = plainValue(plains[${at}], s${at}, foreseen);\nif (v${at} === UNPLAIN) return UNPLAIN;`;
  });
  // In brackets it is a name like others.
  const members = fields.map(({ key }, at) => `${key === '__proto__' ? `['${key}']` : key}: v${at}`);
  const code = `return (source, foreseen) => {
    ${giving.join('\n')}
    if (!isObject(source)) return UNPLAIN;
    ${reading.join('\n')}
    return { ${members.join(', ')} };
  }`;
  const nodes = fields.map(({ foreseenBy }) => foreseenBy);
  return new Function('plains', 'nodes', 'plainValue', 'isObject', 'UNPLAIN', code)(plains, nodes, plainValue, isPlainObject, UNPLAIN);
}

function isPlainObject(source: unknown): boolean {
  return typeof source === 'object' && source !== null && !(source instanceof Error) && !isPromise(source);
}

/** What JSON has of a value; {@link UNPLAIN} where it has to be asked in its place. */
export function plainValue({ nothing, show }: Plain, value: unknown, foreseen: Foreseen): unknown {
  return value === null || value === undefined ? nothing : show(value, foreseen);
}

/** The text of a field that no resolver has to make, in an object that is asked for more than what is plain; undefined where it has to be asked in its place. */
export function plainField(plan: FieldPlan, source: unknown, foreseen: Foreseen): string | undefined {
  const { plain } = plan;
  if (!plain || typeof source !== 'object' || source === null) return undefined;
  return plainText(plain, () => valueIn(plan, source, foreseen), foreseen);
}

/** A property, or what was foreseen of the object; {@link UNPLAIN} where nothing was. */
function valueIn({ field, foreseenBy }: FieldPlan, source: object, foreseen: Foreseen): unknown {
  if (!foreseenBy) return (source as Record<string, unknown>)[field.name];
  const value = foreseen.get(foreseenBy)?.(source as never);
  return value === undefined ? UNPLAIN : value;
}

/** The text of what is got; undefined where it has to be asked in its place. */
export function plainText(plain: Plain, get: () => unknown, foreseen: Foreseen): string | undefined {
  try {
    const value = get();
    const shown = value === UNPLAIN ? UNPLAIN : plainValue(plain, value, foreseen);
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
