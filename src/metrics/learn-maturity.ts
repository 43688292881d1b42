import { factOf } from '../../entities/facts/fact';
import { FACTS } from '../../entities/facts/index';
import type { Session } from '../database/session';
import { addDays, type Day } from '../lib/day';

/** A day counts when it was first read so soon after its end: of what was loaded later, nobody knows what was known before. */
const READ_AT_ONCE = 2;
/** Days before those that may still change, from which is learnt; and how many of them it takes. */
const LEARN_DAYS = 90;
const ENOUGH_DAYS = 14;

interface LearningSource {
  id: number;
  timeZone: string;
  lookbackDays: number;
}

/** A sum of one day's rows by the age, in days, at which they were first read; exact. */
interface Part {
  day: Day;
  born: number;
  age: number;
  amount: string;
}

/**
 * Learns from the ledger how much of a day's final number is known so many days after it: for each measure of each fact of the source the sum over
 * days of what was known at that age over the sum of what is known now. Days that were loaded late, and days that may still change, teach nothing.
 * Replaces what was learnt before; measures with fewer than 14 days have none.
 */
export async function learnMaturity(session: Session, source: LearningSource, today: Day): Promise<void> {
  const last = addDays(today, -source.lookbackDays - 1);
  const first = addDays(last, 1 - LEARN_DAYS);
  await session.execute('DELETE FROM hub.maturity WHERE workspace_id = $1 AND source_id = $2', [session.workspaceId, source.id]);
  const told = await factsTold(session, source, first, last);
  for (const fact of Object.values(FACTS)) {
    const { table, columns } = factOf(fact);
    if (!told.has(table)) continue;
    for (const { column, role } of columns) {
      if (role !== 'measure') continue;
      const given = { table, column, source, first, last };
      await save(session, given, sharesOf(await rowParts(session, given), await revisionParts(session, given), source.lookbackDays));
    }
  }
}

/** The facts of which a source has rows on some of the days. */
async function factsTold(session: Session, source: LearningSource, first: Day, last: Day): Promise<Set<string>> {
  const rows = await session.query<{ fact: string }>(
    'SELECT DISTINCT fact FROM rollup.source_day WHERE workspace_id = $1 AND source_id = $2 AND day BETWEEN $3 AND $4',
    [session.workspaceId, source.id, first, last],
  );
  return new Set(rows.map(({ fact }) => fact));
}

interface Given {
  table: string;
  column: string;
  source: LearningSource;
  first: Day;
  last: Day;
}

function rowParts(session: Session, { table, column, source, first, last }: Given): Promise<Part[]> {
  return session.query<Part>(
    `SELECT day, ${ageOf('f')} AS born, ${ageOf('f')} AS age, sum(coalesce(${column}, 0))::text AS amount FROM fact.${table} f
     WHERE workspace_id = $1 AND source_id = $2 AND day BETWEEN $3 AND $4 GROUP BY 1, 2`,
    [session.workspaceId, source.id, first, last, source.timeZone],
  );
}

function revisionParts(session: Session, { table, column, source, first, last }: Given): Promise<Part[]> {
  return session.query<Part>(
    `SELECT r.day, ${ageOf('f')} AS born, ${ageOf('r')} AS age, sum(coalesce(r.new::numeric, 0) - coalesce(r.old::numeric, 0))::text AS amount
     FROM hub.revision r JOIN fact.${table} f ON f.workspace_id = r.workspace_id AND f.day = r.day AND f.row_id = r.row_id
     WHERE r.workspace_id = $1 AND r.fact = '${table}' AND r.measure = '${column}' AND r.day BETWEEN $3 AND $4 AND f.source_id = $2 GROUP BY 1, 2, 3`,
    [session.workspaceId, source.id, first, last, source.timeZone],
  );
}

/** Days between the row's day and the day, in the source's zone, on which something was recorded. */
function ageOf(row: string): string {
  return `(${row}.recorded_at AT TIME ZONE $5)::date - ${row}.day`;
}

/** What is known at each age: the rows read by then, less what later revisions added to them. */
function sharesOf(rows: readonly Part[], revisions: readonly Part[], lookbackDays: number): { age: number; share: number; days: number }[] {
  const prompt = new Set(rows.filter(({ born }) => born <= READ_AT_ONCE).map(({ day }) => day));
  const sum = (parts: readonly Part[], counts: (part: Part) => boolean) =>
    parts.reduce((total, part) => (prompt.has(part.day) && counts(part) ? total + Number(part.amount) : total), 0);
  const final = sum(rows, () => true);
  if (prompt.size < ENOUGH_DAYS || final === 0) return [];
  return Array.from({ length: lookbackDays + 1 }, (_, age) => {
    const known = sum(rows, ({ born }) => born <= age) - sum(revisions, (part) => part.born <= age && part.age > age);
    return { age, share: known / final, days: prompt.size };
  });
}

async function save(session: Session, { table, column, source }: Given, shares: ReturnType<typeof sharesOf>): Promise<void> {
  if (shares.length === 0) return;
  await session.execute(
    `INSERT INTO hub.maturity (workspace_id, source_id, fact, measure, age, share, days)
     SELECT $1, $2, $3, $4, * FROM unnest($5::integer[], $6::float8[], $7::integer[])`,
    [
      session.workspaceId,
      source.id,
      table,
      column,
      shares.map(({ age }) => age),
      shares.map(({ share }) => share),
      shares.map(({ days }) => days),
    ],
  );
}
