import { OrderCredit } from '../../entities/facts/OrderCredit';
import type { Session } from '../../src/database/session';
import { addDays, type Day, type DayRange } from '../../src/lib/day';
import { askedBy, reportingModel, wordsOf } from '../../src/metrics/attribution/reporting-model';
import { changedPeople } from './changed-people';
import { creditRows } from './credit-rows';
import type { Derivation, Deriving } from './derivation';
import { replaceRows, type WorkedOutRow } from './replace-rows';

/** So many rows are compared with those that are there at once. */
const BATCH = 20_000;
/** A shop's day and a platform's may begin this much apart. */
const ZONES = 1;

/** Credits of orders follow from touches, orders, campaigns and the reporting model: those of people of whom any of it changed are worked out anew. */
export const orderCredits: Derivation = {
  fact: OrderCredit,
  setting: async (session) => wordsOf(await reportingModel(session)),
  async derive(deriving) {
    const { session, since } = deriving;
    const changed = since ? await changedPeople(session, since.through) : { people: null, days: await orderDays(session) };
    if (!changed.days) return [];
    const model = await reportingModel(session);
    // A touch matters to orders within the window after it, an order to the next one within the window.
    const range = { from: addDays(changed.days.from, -ZONES), to: addDays(changed.days.to, model.windowDays + ZONES) };
    await deriving.prepare(OrderCredit, range.from, range.to);
    const asked = askedBy(model, range);
    const left = new Set(changed.people ?? (await creditedPeople(session, range)));
    const days: Day[] = [];
    let batch: { people: string[]; rows: WorkedOutRow[] } = { people: [], rows: [] };
    const credits = creditRows(session, changed.people ? { ...asked, people: changed.people } : asked, model, await sourceKeys(session));
    for await (const { person, rows } of credits) {
      if (batch.people.at(-1) !== person) {
        if (batch.rows.length >= BATCH) {
          days.push(...(await replace(deriving, range, batch)));
          batch = { people: [], rows: [] };
        }
        batch.people.push(person);
        left.delete(person);
      }
      batch.rows.push(...rows);
    }
    // Whose orders or touches are all gone has nothing to be credited any more.
    days.push(...(await replace(deriving, range, { people: [...batch.people, ...left], rows: batch.rows })));
    return days;
  },
};

function replace(
  { session, recordedAt }: Deriving,
  range: DayRange,
  { people, rows }: { people: readonly string[]; rows: WorkedOutRow[] },
) {
  return replaceRows(session, OrderCredit, { range, column: 'person', values: people }, rows, recordedAt);
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
