import { z } from 'zod';
import { isDay } from '../../src/lib/day';

/** A calendar day, `YYYY-MM-DD`. */
export const dayText = z.string().refine(isDay, 'expected a calendar day, YYYY-MM-DD');
