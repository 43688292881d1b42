import { z } from 'zod';

/** A list that is handed on as it is: a copy of a page's records would have to be made of all of them at once. */
export const list = z.custom<unknown[]>((value) => Array.isArray(value), 'expected a list');
