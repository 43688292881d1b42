import { z } from 'zod';
import { type Day, isDay } from '../../src/lib/day';

const WRITTEN = /^(\d{4}-\d{2}-\d{2}) ((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)$/;

/** A time of Beijing's clock, `2024-06-04 13:35:27`, to its instant; empty text stands for "has not happened" and becomes null. */
export const beijingTime = z.string().transform((text, context) => {
  if (text === '') return null;
  const [, day = '', time] = WRITTEN.exec(text) ?? [];
  if (isDay(day)) return new Date(`${day}T${time}+08:00`);
  context.addIssue({ code: 'custom', message: `"${text}" is not a time, YYYY-MM-DD HH:MM:SS` });
  return z.NEVER;
});

/** The instant at which a calendar day begins in mainland China, in milliseconds since 1970. */
export function startOfBeijingDay(day: Day): number {
  return Date.parse(`${day}T00:00:00+08:00`);
}
