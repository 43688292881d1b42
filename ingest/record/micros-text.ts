import { type Micros, microsFromDecimal } from '../../src/lib/money';
import { scalar } from './scalar';

/** A decimal, as text or as a number whose digits survived, to exact millionths. */
export const microsText = scalar(
  (value) => `"${String(value)}" is not a decimal number`,
  (value): Micros | undefined => {
    if (typeof value !== 'string' && typeof value !== 'number') return undefined;
    try {
      return microsFromDecimal(value);
    } catch {
      return undefined;
    }
  },
);
