import { z } from 'zod';
import { type Day, isDay } from '../../src/lib/day';

/** The instant of a local time in Beijing's zone, which knows no summer time: `2026-11-06 20:05:00`, seconds or not. Null when it is none. */
export function beijingInstant(text: string): Date | null {
  const [, day = '', time, seconds = '00'] = /^(\d{4}-\d{2}-\d{2}) ((?:[01]\d|2[0-3]):[0-5]\d)(?::([0-5]\d))?$/.exec(text) ?? [];
  return isDay(day) ? new Date(`${day}T${time}:${seconds}+08:00`) : null;
}

/** A local time of Beijing's zone, to its instant. */
export const beijingTime = z.string().transform(required);

/** A local time of Beijing's zone, to its instant; empty text stands for "has not happened" and becomes null. */
export const beijingTimeOrNone = z.string().transform((text, context) => (text === '' ? null : required(text, context)));

function required(text: string, context: z.RefinementCtx): Date {
  const instant = beijingInstant(text);
  if (instant !== null) return instant;
  context.addIssue({ code: 'custom', message: `"${text}" is not a time; expected 2026-11-06 20:05:00` });
  return z.NEVER;
}

/** The instant at which a calendar day begins in mainland China, in milliseconds since 1970. */
export function startOfBeijingDay(day: Day): number {
  return Date.parse(`${day}T00:00:00+08:00`);
}
