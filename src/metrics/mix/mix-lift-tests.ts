import { LiftTest } from '../../../entities/facts/LiftTest';
import type { Session } from '../../database/session';
import { addDays, type Day } from '../../lib/day';
import type { MixLiftTest } from '../../stats/mix/mix-input';
import { RATE_ONE } from '../exchange';
import { ExchangeBook } from '../exchange-book';
import { factRows } from '../fact-rows';
import { Parameters } from '../parameters';
import { instantText } from '../snapshot';
import type { AskedMix } from './mix-question';
import type { MixSaid } from './mix-text';

interface LiftRow {
  readonly key: string;
  readonly test: string;
  readonly from: Day;
  readonly to: Day;
  readonly currency: string | null;
  readonly revenue: bigint | null;
  readonly error: bigint | null;
  readonly spend: bigint | null;
}

/** Lift tests of revenue, for a model of revenue: their days to whole weeks, their money to the model's. */
export async function liftTests(
  session: Session,
  asked: AskedMix,
  currency: string,
  { keys, kept, media }: { keys: readonly string[]; kept: readonly Day[]; media: readonly (readonly number[])[] },
): Promise<{ tests: MixLiftTest[]; said: MixSaid[] }> {
  if (asked.by === 'CAMPAIGN' || asked.outcome !== 'revenue') return { tests: [], said: [] };
  const rows = await liftRows(session, asked);
  const exchange = { workspaceId: session.workspaceId, range: asked.range, currency, fx: 'DAY_RATE' as const };
  const book = await ExchangeBook.open(session, { ...exchange, ...(asked.asOf && { asOf: instantText(asked.asOf) }) });
  const tests: MixLiftTest[] = [];
  const said: MixSaid[] = [];
  for (const row of rows) {
    const rate = book.rate(row.currency, row.to);
    const money = (micros: bigint | null) => (micros === null || rate === null ? null : Number((micros * rate) / (RATE_ONE / 1000n)) / 1e9);
    const [lift, standardError, tested] = [money(row.revenue), money(row.error), money(row.spend)];
    const channel = keys.indexOf(row.key);
    const from = kept.findIndex((week) => addDays(week, 6) >= row.from);
    const to = kept.findLastIndex((week) => week <= row.to) + 1;
    const spent = channel < 0 || from < 0 ? 0 : media[channel]!.slice(from, to).reduce((sum, value) => sum + value, 0);
    if (channel < 0 || from < 0 || to <= from || lift === null || !standardError || row.from < kept[0]! || spent === 0)
      said.push(['liftLeftOut', row.test]);
    else tests.push({ name: row.test, channel, from, to, lift, standardError, tested: tested === null ? 1 : Math.min(1, tested / spent) });
  }
  return { tests, said };
}

function liftRows(session: Session, { range, by, brands, asOf }: AskedMix): Promise<LiftRow[]> {
  const parameters = new Parameters();
  const rows = factRows({ fact: LiftTest, workspaceId: session.workspaceId, range, ...(asOf && { asOf: instantText(asOf) }) }, parameters);
  const brand = brands.length > 0 ? ` AND b.key = ANY (${parameters.add(brands, 'text[]')})` : '';
  return session.query<LiftRow>(
    `SELECT f.${by === 'PLATFORM' ? 'platform' : 'channel'} AS key, f.test, coalesce(f.starts_on, f.day) AS from, f.day AS to, f.currency,
       f.revenue_incremental_micros AS revenue, f.revenue_error_micros AS error, f.spend_tested_micros AS spend
     FROM ${rows} f LEFT JOIN hub.brand b ON b.workspace_id = ${parameters.add(session.workspaceId, 'integer')} AND b.id = f.brand_id
     WHERE f.${by === 'PLATFORM' ? 'platform' : 'channel'} <> ''${brand} ORDER BY f.day, f.test`,
    parameters.values,
  );
}
