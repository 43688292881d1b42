import type { Plan } from '../../entities/plan/Plan';
import type { Session } from '../database/session';

/** What one unit of the plan's currency is worth in another at the plan's rates; null when they leave one of the two out. */
export async function planRateTo(session: Session, plan: Pick<Plan, 'year' | 'currency'>, currency: string): Promise<number | null> {
  const rates = await session.query<{ currency: string; per_euro: string }>(
    `SELECT currency, per_euro::text AS per_euro FROM hub.plan_rate WHERE workspace_id = $1 AND year = $2
     UNION ALL SELECT 'EUR', '1'`,
    [session.workspaceId, plan.year],
  );
  const perEuro = new Map(rates.map((rate) => [rate.currency, Number(rate.per_euro)]));
  const [to, from] = [perEuro.get(currency), perEuro.get(plan.currency)];
  return to === undefined || from === undefined ? null : to / from;
}
