import { z } from 'zod';
import { integer } from './integer';

/** A count, as digits in text (int64 in JSON) or as a number, to a bigint. Rejects fractions and what is below zero. */
export const countText = z
  .union([z.string().regex(/^\d+$/), integer.refine((value) => value >= 0)], 'expected a whole number of at least 0')
  .transform((value) => BigInt(String(value)));
