import { FxDay } from '../../entities/facts/FxDay';
import { addDays, type DayRange } from '../lib/day';
import { type FactRows, factRows } from './fact-rows';
import type { Parameters } from './parameters';
import type { FxPolicy } from './question';

/** How many days a rate stands in for the days after it that have none: weekends and holidays. */
export const RATE_DAYS = 7;
/** How many places a rate has: with fewer a large amount in a weak currency (dong, rupiah) would lose its cents. */
export const RATE_PLACES = 18;
/** Rates are whole numbers of this. */
export const RATE_ONE = 10n ** BigInt(RATE_PLACES);
/** Units of the euro that a euro buys, in millionths: by definition. */
export const EURO = 1_000_000n;

/** What money is converted to, at which rates, as they were known when. */
export interface Exchange {
  readonly workspaceId: number;
  readonly range: DayRange;
  readonly currency: string;
  readonly fx: FxPolicy;
  readonly asOf?: string;
  /** When the rates were known, if not when the amounts were. */
  readonly ratesAsOf?: string;
}

/** The instant as of which rates are read; the present when undefined. */
export function ratesInstant({ asOf, ratesAsOf }: Pick<Exchange, 'asOf' | 'ratesAsOf'>): string | undefined {
  return ratesAsOf ?? asOf;
}

/** The rate from one currency to another in {@link RATE_ONE}ths, from what one euro buys of each, rounded once. */
export function crossRate(perEuroTo: bigint, perEuroFrom: bigint): bigint {
  return (2n * RATE_ONE * perEuroTo + perEuroFrom) / (2n * perEuroFrom);
}

/** The WITH members that end in `rate(day, currency, rate)`, the same numbers that {@link crossRate} gives; a currency without a rate has no row. */
export function rateTables(exchange: Exchange, parameters: Parameters): string {
  const target = parameters.add(exchange.currency, 'text');
  const [from, to] = [parameters.add(exchange.range.from, 'date'), parameters.add(exchange.range.to, 'date')];
  return `calendar AS (SELECT ${from} + k AS day FROM generate_series(0, ${to} - ${from}) k),
  per_euro AS (
    ${exchange.fx === 'PLAN_RATE' ? planRates(exchange, parameters) : dayRates(exchange, parameters)}
    UNION ALL SELECT day, 'EUR', ${EURO} FROM calendar
  ),
  rate AS (
    SELECT s.day, s.currency, div(${2n * RATE_ONE} * t.per_euro::numeric + s.per_euro, 2 * s.per_euro::numeric) AS rate
    FROM per_euro s JOIN per_euro t ON t.day = s.day AND t.currency = ${target} WHERE s.currency <> ${target}
    UNION ALL SELECT day, ${target}, ${RATE_ONE} FROM calendar
  )`;
}

function dayRates(exchange: Exchange, parameters: Parameters): string {
  const { from, to } = exchange.range;
  const rows = factRows(rateRows(exchange), parameters);
  return `SELECT q.day + k AS day, q.currency, q.per_euro_micros AS per_euro
    FROM (
      SELECT q.*, lead(q.day) OVER (PARTITION BY q.currency ORDER BY q.day) AS next
      FROM (
        SELECT DISTINCT ON (f.currency, f.day) f.currency, f.day, f.per_euro_micros FROM ${rows} f
        WHERE f.per_euro_micros > 0 AND f.currency <> 'EUR' ORDER BY f.currency, f.day, f.source_id
      ) q
    ) q, generate_series(0, least(q.next - q.day - 1, ${RATE_DAYS})) k
    WHERE q.day + k BETWEEN ${parameters.add(from, 'date')} AND ${parameters.add(to, 'date')}`;
}

/** The rows of the days' rates, and of the days before that lend theirs. */
export function rateRows({ workspaceId, range, ...exchange }: Exchange): FactRows {
  const asOf = ratesInstant(exchange);
  return { workspaceId, fact: FxDay, range: { from: addDays(range.from, -RATE_DAYS), to: range.to }, ...(asOf ? { asOf } : {}) };
}

function planRates(exchange: Exchange, parameters: Parameters): string {
  return `SELECT d.day, p.currency, (p.per_euro * 1000000)::bigint AS per_euro FROM calendar d
    JOIN ${planRateRows(exchange, parameters)} p ON p.year = extract(year FROM d.day) AND p.currency <> 'EUR'`;
}

/** A FROM item, without an alias, that yields the plans' rates: `year`, `currency` and `per_euro`. */
export function planRateRows(exchange: Pick<Exchange, 'workspaceId' | 'asOf' | 'ratesAsOf'>, parameters: Parameters): string {
  const workspace = parameters.add(exchange.workspaceId, 'integer');
  const asOf = ratesInstant(exchange);
  if (asOf === undefined) return `(SELECT r.year, r.currency, r.per_euro FROM hub.plan_rate r WHERE r.workspace_id = ${workspace})`;
  return `(SELECT v.year, v.currency, v.per_euro FROM (
      SELECT DISTINCT ON (r.year, r.currency) r.year, r.currency, r.per_euro FROM hub.plan_rate_version r
      WHERE r.workspace_id = ${workspace} AND r.recorded_at <= ${parameters.add(asOf, 'timestamptz')} ORDER BY r.year, r.currency, r.recorded_at DESC
    ) v WHERE v.per_euro IS NOT NULL)`;
}
