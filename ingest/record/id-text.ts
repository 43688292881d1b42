import { z } from 'zod';
import { integer } from './integer';

/** An id of any platform, always text in code: text as it is, or a whole number with the digits that lossless JSON kept. */
export const idText = z.union([z.string().min(1), integer.transform(String)], 'expected an id');
