import type { Range } from '../metrics/question';
import { WrongUsage } from './wrong-usage';

/** The options that say which days are asked for. */
export interface RangeOptions {
  from?: string;
  to?: string;
  last: string;
}

/** The range of `--from` and `--to`, else of `--last`, e.g. 3MONTH. Throws WrongUsage for anything else. */
export function rangeOf({ from, to, last }: RangeOptions): Range {
  if (from || to) return { ...(from ? { from } : {}), ...(to ? { to } : {}) };
  const match = /^(\d+)(DAY|WEEK|MONTH|QUARTER|YEAR)$/i.exec(last);
  if (!match) throw new WrongUsage(`--last: "${last}" is not a number and a unit; expected e.g. 30DAY, 3MONTH`);
  return { last: Number(match[1]), unit: match[2]?.toUpperCase() as NonNullable<Range['unit']> };
}
