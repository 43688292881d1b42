import { type Day, isDay } from '../../src/lib/day';
import { scalar } from './scalar';

/** A calendar day, `YYYY-MM-DD`. */
export const dayText = scalar('expected a calendar day, YYYY-MM-DD', (value): Day | undefined =>
  typeof value === 'string' && isDay(value) ? value : undefined,
);
