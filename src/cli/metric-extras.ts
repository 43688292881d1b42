import type { Alignment, Fill, Having, Question, Top, Window } from '../metrics/question';
import { dimensionOf } from './dimension-of';
import { WrongUsage } from './wrong-usage';

/** The options of `brandhub metric` beside the plain question. */
export interface Extras {
  align?: Alignment;
  having?: string[];
  top?: string;
  window?: string;
  fill?: Fill;
  weeks?: string;
  nowcast?: boolean;
  anomalies?: boolean;
}

type Asked = Pick<Question, 'alignment' | 'having' | 'top' | 'window' | 'fill' | 'calendar' | 'nowcast' | 'anomalies'>;

/** What they ask. */
export function extrasOf({ align, having, top, window, fill, weeks, nowcast, anomalies }: Extras): Asked {
  return {
    ...(align ? { alignment: align } : {}),
    ...(having ? { having: having.map(boundOf) } : {}),
    ...(top ? { top: topOf(top) } : {}),
    ...(window ? { window: windowOf(window) } : {}),
    ...(fill ? { fill } : {}),
    ...(nowcast ? { nowcast } : {}),
    ...(anomalies ? { anomalies } : {}),
    ...(weeks ? { calendar: calendarOf(weeks) } : {}),
  };
}

function boundOf(text: string): Having {
  const match = /^(\w+)(>=|<=|>|<)(-?\d+(?:\.\d+)?)$/.exec(text);
  if (!match) throw new WrongUsage(`--having: "${text}" is not a bound; expected e.g. spend>=100`);
  const op = ({ '>': 'GT', '>=': 'GTE', '<': 'LT', '<=': 'LTE' } as const)[match[2] as '>'];
  return { metric: match[1] as string, op, value: Number(match[3]) };
}

function topOf(text: string): Top {
  const [dimension = '', first = '', metric = ''] = text.split(':');
  if (!/^\d+$/.test(first) || metric === '') throw new WrongUsage(`--top: "${text}" is not a top; expected e.g. CAMPAIGN:5:spend`);
  return { dimension: dimensionOf(dimension), first: Number(first), metric, other: true };
}

function windowOf(text: string): Window {
  const [kind = '', of = ''] = text.toUpperCase().split(':');
  if (kind === 'CUMULATIVE') return { cumulative: true };
  if (kind === 'MOVING' && /^\d+$/.test(of)) return { moving: Number(of) };
  if (kind === 'TODATE') return { toDate: of as NonNullable<Window['toDate']> };
  throw new WrongUsage(`--window: "${text}" is none of MOVING:7, TODATE:YEAR, CUMULATIVE`);
}

function calendarOf(text: string): NonNullable<Asked['calendar']> {
  const [pattern, start = ''] = text.split(':');
  if (pattern !== '4-4-5' && pattern !== '4-5-4' && pattern !== '5-4-4')
    throw new WrongUsage(`--weeks: "${text}" is no calendar of weeks; expected e.g. 4-4-5:2026-02-01`);
  return { pattern, start };
}
