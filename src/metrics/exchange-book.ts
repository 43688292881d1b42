import { createHash } from 'node:crypto';
import type { Session } from '../database/session';
import { addDays, type Day } from '../lib/day';
import { microsFromDecimal } from '../lib/money';
import { crossRate, EURO, type Exchange, planRateRows, RATE_DAYS, RATE_ONE, rateRows } from './exchange';
import { factRows } from './fact-rows';
import { Parameters } from './parameters';

/** Rates looked up one by one, for computing a number again row by row. */
export class ExchangeBook {
  private constructor(
    private readonly exchange: Exchange,
    /** What one euro bought, in millionths, by `<currency> <day>`, or `<currency> <year>` for a plan's rates. */
    private readonly perEuro: ReadonlyMap<string, bigint>,
  ) {}

  static async open(session: Session, exchange: Exchange): Promise<ExchangeBook> {
    return new ExchangeBook(exchange, exchange.fx === 'PLAN_RATE' ? await planRates(session, exchange) : await dayRates(session, exchange));
  }

  /** A short digest of all its rates: the same where no amount would be converted otherwise. */
  get version(): string {
    const lines = [...this.perEuro].map(([key, rate]) => `${key} ${rate}`).sort();
    return createHash('sha256')
      .update([this.exchange.fx, this.exchange.currency, ...lines].join('\n'))
      .digest('hex')
      .slice(0, 12);
  }

  /** The rate from a currency on a day, in {@link RATE_ONE}ths; null when there is none. */
  rate(currency: string | null, day: Day): bigint | null {
    if (currency === this.exchange.currency) return RATE_ONE;
    const [to, from] = [this.euroBuys(this.exchange.currency, day), currency === null ? null : this.euroBuys(currency, day)];
    return to !== null && from !== null ? crossRate(to, from) : null;
  }

  private euroBuys(currency: string, day: Day): bigint | null {
    if (currency === 'EUR') return EURO;
    if (this.exchange.fx === 'PLAN_RATE') return this.perEuro.get(`${currency} ${day.slice(0, 4)}`) ?? null;
    for (let back = 0; back <= RATE_DAYS; back++) {
      const found = this.perEuro.get(`${currency} ${addDays(day, -back)}`);
      if (found !== undefined) return found;
    }
    return null;
  }
}

async function dayRates(session: Session, exchange: Exchange): Promise<Map<string, bigint>> {
  const parameters = new Parameters();
  // Of two sources that tell one day's rate, the one with the lower id counts: it comes last.
  const rows = await session.query<{ currency: string; day: Day; per_euro_micros: bigint }>(
    `SELECT f.currency, f.day, f.per_euro_micros FROM ${factRows(rateRows(exchange), parameters)} f
     WHERE f.per_euro_micros > 0 ORDER BY f.source_id DESC`,
    parameters.values,
  );
  return new Map(rows.map((row) => [`${row.currency} ${row.day}`, row.per_euro_micros]));
}

async function planRates(session: Session, exchange: Exchange): Promise<Map<string, bigint>> {
  const parameters = new Parameters();
  const rows = await session.query<{ year: number; currency: string; per_euro: string }>(
    `SELECT p.year, p.currency, p.per_euro FROM ${planRateRows(exchange, parameters)} p`,
    parameters.values,
  );
  return new Map(rows.map((row) => [`${row.currency} ${row.year}`, microsFromDecimal(row.per_euro)]));
}
