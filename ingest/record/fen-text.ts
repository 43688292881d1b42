import { z } from 'zod';
import { microsFromCents } from '../../src/lib/money';
import { integer } from './integer';

/** An amount in whole fen (or cents), as digits in text or as a number, to exact millionths of the major unit. Rejects fractions. */
export const fenText = z
  .union([z.string().regex(/^-?\d+$/), integer], 'expected a whole number of fen')
  .transform((fen) => microsFromCents(String(fen)));
