import { z } from 'zod';

/** The instant of a local time in Beijing's zone, which knows no summer time: `2026-11-06 20:05:00`, seconds or not. Null when it is none. */
export function beijingInstant(text: string): Date | null {
  const [, day, time, seconds = '00'] = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(?::(\d{2}))?$/.exec(text) ?? [];
  const instant = new Date(`${day}T${time}:${seconds}+08:00`);
  return Number.isNaN(instant.getTime()) ? null : instant;
}

/** A local time of Beijing's zone, to its instant. */
export const beijingTime = z.string().transform((text, context) => {
  const instant = beijingInstant(text);
  if (instant !== null) return instant;
  context.addIssue({ code: 'custom', message: `"${text}" is not a time; expected 2026-11-06 20:05:00` });
  return z.NEVER;
});
