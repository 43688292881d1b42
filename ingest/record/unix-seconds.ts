import { z } from 'zod';
import { integer } from './integer';

/** An instant in whole seconds since 1970, as a number or as digits; 0 stands for "has not happened" and becomes null. */
export const unixSeconds = z
  .union([z.string().regex(/^\d{1,11}$/), integer.refine((value) => value >= 0 && value < 1e11)], 'expected seconds since 1970')
  .transform((seconds) => (Number(seconds) === 0 ? null : new Date(Number(seconds) * 1000)));
