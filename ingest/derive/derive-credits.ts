import { OrderCredit } from '../../entities/facts/OrderCredit';
import type { Session } from '../../src/database/session';
import { addDays, type Day, type DayRange } from '../../src/lib/day';
import { askedBy, type ReportingModel, reportingModel, wordsOf } from '../../src/metrics/attribution/reporting-model';
import { changedPeople } from './changed-people';
import { creditRows } from './credit-rows';
import type { Batch, Derivation } from './derivation';
import type { WorkedOutRow } from './replace-rows';

/** So many rows are compared with those that are there at once, and so many touches and orders make a portion, or a day where it has more. */
const MOST_ROWS = 20_000;
/** The orders of so few people are a portion, whenever they were. */
const FEW_PEOPLE = 2_000;
/** A shop's day and a platform's may begin this much apart. */
const ZONES = 1;

/** Credits of orders follow from touches, orders, campaigns and the reporting model: those of people of whom any of it changed are worked out anew. A portion has at most so many touches and orders, or a day. */
export const creditsByPortions = (mostRows: number): Derivation => ({
  fact: OrderCredit,
  column: 'person',
  setting: async (session) => wordsOf(await reportingModel(session)),
  async portions(session, since) {
    const { people, days } = since ? await changedPeople(session, since.through) : { people: null, days: await orderDays(session) };
    if (!days) return [];
    const model = await reportingModel(session);
    // A touch matters to orders within the window after it, an order to the next one within the window.
    const whole = { from: addDays(days.from, -ZONES), to: addDays(days.to, model.windowDays + ZONES) };
    const ranges = people && people.length <= FEW_PEOPLE ? [whole] : await cutByRows(session, whole, mostRows);
    return ranges.map((range) => ({ range, read: (reading: Session) => batchesOf(reading, { people, model, range }) }));
  },
  changedSince: async (session, { through }) => (await changedPeople(session, through)).people,
});

/** The credits of orders in portions of the usual size. */
export const orderCredits = creditsByPortions(MOST_ROWS);

/** Whose orders of which days are credited by which model; everybody's where nobody is named. */
interface Credited {
  readonly people: readonly string[] | null;
  readonly model: ReportingModel;
  readonly range: DayRange;
}

async function batchesOf(session: Session, { people, model, range }: Credited): Promise<Batch[]> {
  const left = new Set(people ?? (await creditedPeople(session, range)));
  const batches: Batch[] = [];
  let batch: { values: string[]; rows: WorkedOutRow[] } = { values: [], rows: [] };
  const asked = { ...askedBy(model, range), ...(people && { people }) };
  for await (const { person, rows } of creditRows(session, asked, model, await sourceKeys(session))) {
    if (batch.values.at(-1) !== person) {
      if (batch.rows.length >= MOST_ROWS) {
        batches.push(batch);
        batch = { values: [], rows: [] };
      }
      batch.values.push(person);
      left.delete(person);
    }
    batch.rows.push(...rows);
  }
  // Whose orders or touches are all gone has nothing to be credited any more.
  batches.push({ values: [...batch.values, ...left], rows: batch.rows });
  return batches;
}

/** The range cut where touches and orders add up to a portion. */
async function cutByRows(session: Session, { from, to }: DayRange, mostRows: number): Promise<DayRange[]> {
  const days = await session.query<{ day: Day; rows: number }>(
    `SELECT d.day, sum(d.rows)::integer AS rows FROM rollup.source_day d
     WHERE d.workspace_id = $1 AND d.day BETWEEN $2 AND $3 AND d.fact IN ('touch', 'order_line') GROUP BY d.day ORDER BY d.day`,
    [session.workspaceId, from, to],
  );
  const ranges: DayRange[] = [];
  let first = from;
  let sum = 0;
  for (const { day, rows } of days) {
    if (sum > 0 && sum + rows > mostRows) {
      ranges.push({ from: first, to: addDays(day, -1) });
      [first, sum] = [day, 0];
    }
    sum += rows;
  }
  return [...ranges, { from: first, to }];
}

/** From the first order to the last, and the last credit; null when there is neither. */
async function orderDays(session: Session): Promise<DayRange | null> {
  const [row] = await session.query<{ from: Day | null; to: Day | null }>(
    `SELECT min(d.day) AS from, max(d.day) AS to FROM rollup.source_day d WHERE d.workspace_id = $1 AND d.fact IN ('order_line', 'order_credit')`,
    [session.workspaceId],
  );
  return row?.from && row.to ? { from: row.from, to: row.to } : null;
}

async function creditedPeople(session: Session, { from, to }: DayRange): Promise<string[]> {
  const rows = await session.query<{ person: string }>(
    'SELECT DISTINCT f.person FROM fact.order_credit f WHERE f.workspace_id = $1 AND f.day BETWEEN $2 AND $3',
    [session.workspaceId, from, to],
  );
  return rows.map(({ person }) => person);
}

async function sourceKeys(session: Session): Promise<Map<number, string>> {
  const rows = await session.query<{ id: number; key: string }>('SELECT s.id, s.key FROM hub.source s WHERE s.workspace_id = $1', [
    session.workspaceId,
  ]);
  return new Map(rows.map(({ id, key }) => [id, key]));
}
