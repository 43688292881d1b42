import { z } from 'zod';
import { microsFromDecimal } from '../../src/lib/money';

/** A decimal, as text or as a number whose digits survived, to exact millionths. */
export const microsText = z.union([z.string(), z.number()]).transform((value, context) => {
  try {
    return microsFromDecimal(value);
  } catch {
    context.addIssue({ code: 'custom', message: `"${value}" is not a decimal number` });
    return z.NEVER;
  }
});
