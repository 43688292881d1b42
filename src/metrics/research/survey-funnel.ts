import type { Session } from '../../database/session';
import { answer } from '../answer';
import type { Asker, MetricRow, Question, Range } from '../question';

/** The steps from knowing a brand to recommending it, as the registry measures them. */
export const FUNNEL = ['awarenessUnaided', 'awarenessAided', 'consideration', 'favourabilityNet', 'nps'] as const;

/** The steps of a brand in a range, of one study and wave where they are named: weighted, with interval and base, through `answer()`. */
export async function surveyFunnel(
  session: Session,
  { brand, range, study, wave }: { brand: string; range: Range; study?: string | null; wave?: string | null },
  asker: Asker,
): Promise<MetricRow['values']> {
  const where: Question['where'] = [
    { dimension: 'BRAND', op: 'IN', values: [brand] },
    ...(study ? [{ dimension: 'STUDY' as const, op: 'IN' as const, values: [study] }] : []),
    ...(wave ? [{ dimension: 'WAVE' as const, op: 'IN' as const, values: [wave] }] : []),
  ];
  const question: Question = { select: [...FUNNEL], by: [], range, where, fx: 'DAY_RATE', orderBy: [], totals: false, first: 1 };
  const found = await answer(session, question, asker);
  return found.rows[0]!.values;
}
