import type { Session } from '../../database/session';
import { addDays, type Day, daysBetween } from '../../lib/day';
import { answer } from '../answer';
import { BadQuestion } from '../BadQuestion';
import type { Asker, Filter, MetricName, Question } from '../question';
import { metricOf } from '../registry';

export const ACTION_KINDS = ['STRATEGY', 'PRODUCT', 'SERVICE', 'TRAINING', 'CHANNEL'] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];

/** What is done because of a finding. */
export interface StoredAction {
  readonly id: number;
  readonly findingId: number;
  readonly kind: ActionKind;
  readonly title: string;
  readonly owner: string | null;
  readonly due: Day | null;
  readonly doneOn: Day | null;
  /** What it is to move, and by which share (0.05: a twentieth more). */
  readonly metric: MetricName | null;
  readonly filters: readonly Filter[];
  readonly expectedEffect: number | null;
}

/** An effect is told from so many days on, over as many days after as before, at most so many. */
const FEWEST_DAYS = 7;
const MOST_DAYS = 28;
const COLUMNS = `id, finding_id AS "findingId", kind, title, owner, due, done_on AS "doneOn", metric, filters, expected_effect AS "expectedEffect"`;

/** The actions of findings, in the order in which they came. */
export function actionsOf({ query, workspaceId }: Session, ids: readonly number[]): Promise<StoredAction[]> {
  const sql = `SELECT ${COLUMNS} FROM hub.action WHERE workspace_id = $1 AND finding_id = ANY ($2::integer[]) ORDER BY id`;
  return query<StoredAction>(sql, [workspaceId, ids]);
}

/** Adds an action to a finding. Throws a BadQuestion for a finding or a metric that is not there. */
export async function addAction(session: Session, given: Omit<StoredAction, 'id' | 'doneOn'>): Promise<StoredAction> {
  if (given.metric !== null) metricOf(given.metric, 'addAction.metric');
  if (given.title.trim() === '') throw new BadQuestion('addAction.title', given.title, 'what is done');
  const [finding] = await session.query('SELECT id FROM hub.finding WHERE workspace_id = $1 AND id = $2', [
    session.workspaceId,
    given.findingId,
  ]);
  if (!finding) throw new BadQuestion('addAction.finding', given.findingId, 'the id of a finding');
  const [row] = await session.query<StoredAction>(
    `INSERT INTO hub.action (workspace_id, finding_id, kind, title, owner, due, metric, filters, expected_effect)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9) RETURNING ${COLUMNS}`,
    [
      ...[session.workspaceId, given.findingId, given.kind, given.title, given.owner, given.due, given.metric],
      ...[JSON.stringify(given.filters), given.expectedEffect],
    ],
  );
  return row!;
}

/** Notes on which day an action was done; null when there is none of the id. */
export async function completeAction({ query, workspaceId }: Session, id: number, doneOn: Day): Promise<StoredAction | null> {
  const sql = `UPDATE hub.action SET done_on = $3 WHERE workspace_id = $1 AND id = $2 RETURNING ${COLUMNS}`;
  return (await query<StoredAction>(sql, [workspaceId, id, doneOn]))[0] ?? null;
}

/**
 * By which share the action's metric stands higher since the day on which it was done than over as many days before (at most 28), through `answer()`.
 * Null before a week is over, where nothing was to be moved, or where the metric was nothing before. A comparison in time, and no more than that.
 */
export async function measuredEffect(session: Session, action: StoredAction, asker: Asker): Promise<number | null> {
  const { metric, doneOn, filters } = action;
  if (metric === null || doneOn === null) return null;
  const days = Math.min(daysBetween(doneOn, asker.today), MOST_DAYS);
  if (days < FEWEST_DAYS) return null;
  const question: Question = {
    ...{ select: [metric], by: [], where: [...filters], fx: 'DAY_RATE', orderBy: [], totals: false, first: 1 },
    range: { from: doneOn, to: addDays(doneOn, days - 1) },
    compare: 'CUSTOM',
    compareRange: { from: addDays(doneOn, -days), to: addDays(doneOn, -1) },
  };
  const percent = (await answer(session, question, asker)).rows[0]?.values[0]?.changePercent ?? null;
  return percent === null ? null : percent / 100;
}
