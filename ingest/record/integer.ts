import { z } from 'zod';

/**
 * A whole number out of lossless JSON. It may lie beyond 2^53, for the parser leaves only those as numbers that print
 * as the digits they were written with; beyond 1e21 they would print with an exponent.
 */
export const integer = z.number().refine((value) => Number.isInteger(value) && Math.abs(value) < 1e21, 'expected a whole number');
