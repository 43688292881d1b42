import type { Session } from '../database/session';
import { decimalFromMicros, type Micros } from '../lib/money';
import type { PlanFile } from './plan-file';

const ONE = 1_000_000n;

/**
 * Stores a plan's rates for its year, as what one euro buys; returns whether they are others than before.
 * RangeError when the plan is not in euros and its rates leave out the euro.
 */
export async function savePlanRates(session: Session, plan: Pick<PlanFile, 'year' | 'currency' | 'rates'>): Promise<boolean> {
  const wanted = [...perEuro(plan)].map(([currency, rate]) => ({ currency, per_euro: decimalFromMicros(rate) }));
  const parameters = [session.workspaceId, plan.year, JSON.stringify(wanted)];
  const given = 'FROM jsonb_to_recordset($3::jsonb) AS w(currency text, per_euro numeric(20, 6))';
  const removed = await session.execute(
    `DELETE FROM hub.plan_rate WHERE workspace_id = $1 AND year = $2 AND currency NOT IN (SELECT w.currency ${given})`,
    parameters,
  );
  const changed = await session.execute(
    `INSERT INTO hub.plan_rate AS r (workspace_id, year, currency, per_euro) SELECT $1, $2::integer, w.currency, w.per_euro ${given}
     ON CONFLICT (workspace_id, year, currency) DO UPDATE SET per_euro = excluded.per_euro WHERE r.per_euro <> excluded.per_euro`,
    parameters,
  );
  return removed + changed > 0;
}

/** The file says what a unit of a currency is worth in the plan's; the hub keeps how much of it a euro buys. */
function perEuro({ currency, rates }: Pick<PlanFile, 'currency' | 'rates'>): Map<string, Micros> {
  if (rates.size === 0) return new Map();
  const euro = currency === 'EUR' ? ONE : rates.get('EUR');
  if (euro === undefined) {
    throw new RangeError(`rates: ${[...rates.keys()].join(', ')} without EUR; expected EUR too, as rates are kept per euro`);
  }
  const bought = [...rates].map(([code, rate]) => [code, (2n * euro * ONE + rate) / (2n * rate)] as const);
  return new Map([...bought, [currency, euro] as const].filter(([code]) => code !== 'EUR'));
}
