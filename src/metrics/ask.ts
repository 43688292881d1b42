import type { Session } from '../database/session';
import { answer } from './answer';
import type { Answer, Asker, Dimension, Filter, MetricName, MetricValue, Question, Range } from './question';

/** What engines ask of the door: some metrics over some days, narrowed. */
export interface DoorQuestion {
  readonly select: readonly MetricName[];
  readonly range: Range;
  readonly where: readonly Filter[];
  readonly by?: readonly Dimension[];
  readonly grain?: Question['grain'];
  readonly currency?: string | undefined;
  readonly asOf?: Date | undefined;
  readonly first?: number;
  readonly after?: string;
}

/** The filter that admits some values of a dimension. */
export function isOneOf(dimension: Dimension, ...values: string[]): Filter {
  return { dimension, op: 'IN', values };
}

/** Asks the one door that every number comes through. */
export function ask(session: Session, question: DoorQuestion, asker: Asker): Promise<Answer> {
  const { select, range, where, by = [], grain, currency, asOf, after, first = 500 } = question;
  const more = { ...(grain && { grain }), ...(currency && { currency }), ...(asOf && { asOf }), ...(after && { after }) };
  return answer(
    session,
    { select: [...select], by: [...by], range, where: [...where], fx: 'DAY_RATE', orderBy: [], totals: false, first, ...more },
    asker,
    { maxFirst: Math.max(first, 500) },
  );
}

/** The values of the one cell that a question without a breakdown has, by metric. */
export async function askValues(session: Session, question: DoorQuestion, asker: Asker): Promise<ReadonlyMap<MetricName, MetricValue>> {
  const { rows } = await ask(session, question, asker);
  return new Map(rows[0]?.values.map((value) => [value.metric, value]));
}
