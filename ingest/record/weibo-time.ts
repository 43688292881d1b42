import { z } from 'zod';
import { isDay } from '../../src/lib/day';

const WRITTEN = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{2}) (\d{2}:\d{2}:\d{2}) ([+-]\d{2})(\d{2}) (\d{4})$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A time as Weibo writes it, `Tue May 31 17:46:55 +0800 2011` (no format of an RFC), to its instant. */
export const weiboTime = z.string().transform((text, context) => {
  const [, month = '', date, time, hours, minutes, year] = WRITTEN.exec(text) ?? [];
  const day = `${year}-${String(MONTHS.indexOf(month) + 1).padStart(2, '0')}-${date}`;
  const instant = new Date(`${day}T${time}${hours}:${minutes}`);
  if (isDay(day) && !Number.isNaN(instant.getTime())) return instant;
  context.addIssue({ code: 'custom', message: `"${text}" is not a time such as "Tue May 31 17:46:55 +0800 2011"` });
  return z.NEVER;
});
