import { InvalidArgumentError } from 'commander';
import { type Day, isDay } from '../lib/day';

/** Reads a day out of an option; anything else is wrong usage, which commander tells with its place. */
export function calendarDay(text: string): Day {
  if (!isDay(text)) throw new InvalidArgumentError('expected a day, such as 2026-11-23.');
  return text;
}
