import type { Filter } from '../metrics/question';
import { dimensionOf } from './dimension-of';
import { WrongUsage } from './wrong-usage';

/** A filter as it is written on the command line: `BRAND=a,b`, `CHANNEL!=email`, `CAMPAIGN~summer`. Throws WrongUsage for anything else. */
export function filterOf(text: string): Filter {
  const match = /^(\w+)(!=|=|~)(.+)$/.exec(text);
  if (!match) throw new WrongUsage(`--where: "${text}" is not a filter; expected e.g. BRAND=lumina, CHANNEL!=email, CAMPAIGN~summer`);
  const op = ({ '=': 'IN', '!=': 'NOT_IN', '~': 'CONTAINS' } as const)[match[2] as '='];
  return { dimension: dimensionOf(match[1] ?? ''), op, values: (match[3] ?? '').split(',') };
}
