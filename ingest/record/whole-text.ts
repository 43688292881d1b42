import { z } from 'zod';
import { integer } from './integer';

/** A whole number, as digits in text (int64 in JSON) or as a number, to a bigint. Rejects fractions. */
export const wholeText = z
  .union([z.string().regex(/^[+-]?\d+$/), integer], 'expected a whole number')
  .transform((value) => BigInt(String(value)));
