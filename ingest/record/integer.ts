import { z } from 'zod';

/**
 * Whether a number out of lossless JSON is whole. It may lie beyond 2^53, for the parser leaves only those as numbers that print
 * as the digits they were written with; beyond 1e21 they would print with an exponent.
 */
export function isInteger(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(value as number) < 1e21;
}

/** A whole number out of lossless JSON. */
export const integer = z.number().refine(isInteger, 'expected a whole number');
