import { z } from 'zod';
import { dayText } from './day-text';

/** The calendar day at the head of a platform's local time, `2026-11-01 09:00:00`, or alone. */
export const dayOfTime = z
  .string()
  .transform((text) => text.slice(0, 10))
  .pipe(dayText);
