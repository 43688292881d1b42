import { LiftTest } from '../../../entities/facts/LiftTest';
import type { Session } from '../../database/session';
import { addDays, type Day, daysBetween, toEpoch } from '../../lib/day';
import type { MixInput, MixLiftTest } from '../../stats/mix/mix-input';
import { answer } from '../answer';
import { RATE_ONE } from '../exchange';
import { ExchangeBook } from '../exchange-book';
import { factRows } from '../fact-rows';
import { Parameters } from '../parameters';
import type { Answer, Asker, MetricName, Warning } from '../question';
import { instantText } from '../snapshot';
import type { AskedMix } from './mix-question';
import type { MixSaid } from './mix-text';

/** The weeks that a model is made of, with what was left out of them. */
export interface ReadMix {
  readonly input: MixInput;
  /** By channel of the input. */
  readonly keys: readonly string[];
  readonly labels: readonly string[];
  readonly firstDay: Day;
  readonly said: readonly MixSaid[];
  readonly warnings: readonly Warning[];
  readonly currency: string;
  readonly asOf: Date;
  readonly dataVersion: string;
}

const MOST_ROWS = 100_000;
/** A channel that was bought in fewer weeks tells too little. */
const FEWEST_WEEKS = 8;

/** Reads spend and outcome by week through the registry. Leading weeks without an outcome, and channels that were seldom bought, are left out and said. */
export async function readMix(session: Session, asked: AskedMix, asker: Asker): Promise<ReadMix> {
  const spends = await weekly(session, asked, ['spend'], [asked.by], asker);
  const others = await weekly(session, asked, [...new Set([asked.outcome, ...asked.controls])], [], asker);
  const weeks = weeksOf(asked);
  const { said, from } = startOfOutcome(asked, others, weeks);
  const kept = weeks.filter((week) => week >= from);
  const series = (rows: Answer['rows'], metric: MetricName) => {
    const byWeek = new Map(rows.map(({ period, values }) => [period, values.find((value) => value.metric === metric)?.value ?? 0]));
    return kept.map((week) => byWeek.get(week) ?? 0);
  };
  const channels = [...Map.groupBy(spends.rows, ({ dimensions }) => dimensions[0]!.key)].map(([key, rows]) => ({
    ...{ key, label: rows[0]!.dimensions[0]!.label, spend: series(rows, 'spend').map((value) => Math.max(0, value)) },
  }));
  const isOften = ({ spend }: { spend: readonly number[] }) => spend.filter((value) => value > 0).length >= FEWEST_WEEKS;
  const often = channels.filter(isOften).sort((a, b) => (a.key < b.key ? -1 : 1));
  const seldom = channels.filter((channel) => !isOften(channel)).map(({ label }): MixSaid => ['seldom', label]);
  const media = often.map(({ spend }) => spend);
  const input: MixInput = {
    ...{ weeks: kept.map(toEpoch), channels: often.map(({ key }) => key), controls: [...asked.controls] },
    panels: [
      {
        ...{ name: 'all', size: 1, outcome: series(others.rows, asked.outcome), media, spend: media },
        controls: asked.controls.map((name) => series(others.rows, name)),
      },
    ],
    holidays: asked.events.map(({ name, from, to }) => ({ name, weeks: kept.map((week) => from <= addDays(week, 6) && to >= week) })),
  };
  const keys = input.channels;
  const lifts = await liftTests(session, asked, spends.currency, { keys, kept, media });
  return {
    input: { ...input, liftTests: lifts.tests },
    ...{ keys, labels: often.map(({ label }) => label), firstDay: kept[0] ?? asked.range.from, said: [...said, ...seldom, ...lifts.said] },
    ...{
      warnings: [...spends.warnings, ...others.warnings],
      currency: spends.currency,
      asOf: others.asOf,
      dataVersion: others.dataVersion,
    },
  };
}

function weekly(
  session: Session,
  { range, brands, currency, asOf }: AskedMix,
  select: MetricName[],
  by: AskedMix['by'][],
  asker: Asker,
): Promise<Answer> {
  return answer(
    session,
    {
      ...{ select, by, grain: 'WEEK' as const, range, fx: 'DAY_RATE' as const, orderBy: [], totals: false, first: MOST_ROWS },
      where: brands.length > 0 ? [{ dimension: 'BRAND', op: 'IN', values: [...brands] }] : [],
      ...(currency && { currency }),
      ...(asOf && { asOf }),
    },
    asker,
    { maxFirst: MOST_ROWS },
  );
}

function weeksOf({ range }: AskedMix): Day[] {
  return Array.from({ length: (daysBetween(range.from, range.to) + 1) / 7 }, (_, at) => addDays(range.from, 7 * at));
}

function startOfOutcome({ outcome, range }: AskedMix, { rows }: Answer, weeks: readonly Day[]): { said: MixSaid[]; from: Day } {
  const told = rows
    .filter(({ values }) => (values.find(({ metric }) => metric === outcome)?.value ?? 0) !== 0)
    .map(({ period }) => period as Day);
  const from = weeks.find((week) => told.includes(week)) ?? addDays(range.to, 1);
  return { from, said: from === range.from || from > range.to ? [] : [['lateStart', from]] };
}

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
async function liftTests(
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
