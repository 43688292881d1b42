import { z } from 'zod';

/** A value that a platform writes as null, '' or dashes when it has none: null then, else what the schema makes of it. */
export function orMissing<T extends z.ZodType>(schema: T) {
  return z.union([z.null(), z.enum(['', '-', '--']).transform(() => null), schema]);
}
