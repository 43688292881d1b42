import { z } from 'zod';

interface ScalarDef<T> extends z.core.$ZodTypeDef {
  type: 'custom';
  read: (value: unknown) => T | undefined;
  expected: (value: unknown) => string;
}

interface Scalar<T> extends z.ZodType<T, unknown> {
  _zod: z.core.$ZodTypeInternals<T, unknown> & { def: ScalarDef<T> };
}

const Scalar = z.core.$constructor<Scalar<unknown>>('Scalar', (inst, def) => {
  z.ZodType.init(inst, def as never);
  inst._zod.parse = (payload) => {
    const value = def.read(payload.value);
    if (value !== undefined) payload.value = value;
    else payload.issues.push({ code: 'custom', input: payload.value, inst, message: def.expected(payload.value) });
    return payload;
  };
});

/**
 * A shape of one value, read by a function in one step: unions, patterns and transforms of the library take ten times as long, and records
 * are made of little else. `read` gives undefined for what does not fit; `expected` says what would.
 */
export function scalar<T>(expected: string | ((value: unknown) => string), read: (value: unknown) => T | undefined): z.ZodType<T, unknown> {
  const message = typeof expected === 'string' ? () => expected : expected;
  return new Scalar({ type: 'custom', read, expected: message } as never) as Scalar<T>;
}
