import { type Day, isDay } from '../../src/lib/day';
import { scalar } from './scalar';

/** The calendar day at the head of a platform's local time, `2026-11-01 09:00:00`, or alone. */
export const dayOfTime = scalar('expected a calendar day, YYYY-MM-DD, with or without a time', (value): Day | undefined => {
  const day = typeof value === 'string' ? value.slice(0, 10) : '';
  return isDay(day) ? day : undefined;
});
