import { isDeepStrictEqual } from 'node:util';
import { Plan } from '../../entities/plan/Plan';
import type { Session } from '../database/session';
import { localNames } from './local-names';
import type { PlanFile } from './plan-file';
import { type BrandChanges, saveBrands } from './save-brands';
import { type GoalChanges, saveGoals } from './save-goals';
import { savePlanRates } from './save-plan-rates';

/** What an import did. Where all lists are empty and all flags false, nothing was changed. */
export interface PlanChanges {
  readonly year: number;
  /** The year had no plan before. */
  readonly added: boolean;
  readonly brands: BrandChanges;
  readonly goals: GoalChanges;
  /** The plan's rates are others than before. */
  readonly rates: boolean;
  /** The workspace now reports in another currency or time zone. */
  readonly workspace: boolean;
}

/** `now` is the instant that the import is recorded at, `reason` why targets change. */
export interface ImportOptions {
  readonly now: Date;
  readonly reason?: string;
}

/**
 * Makes the workspace's plan of a year what the file says: brands, reporting currency and time zone, goals with months and campaign patterns,
 * plan rates. Goals that the file no longer names are archived; targets that change keep their earlier versions. Importing the same file
 * again changes nothing. Runs in one transaction that may write; RangeError when the rates leave out the euro.
 */
export async function importPlan(session: Session, file: PlanFile, options: ImportOptions): Promise<PlanChanges> {
  // Two imports at once take turns: the second sees what the first has done.
  await session.query('SELECT id FROM hub.workspace WHERE id = $1 FOR UPDATE', [session.workspaceId]);
  const workspace = await session.execute(
    `UPDATE hub.workspace SET reporting_currency = $2, time_zone = $3
     WHERE id = $1 AND (reporting_currency, time_zone) IS DISTINCT FROM ($2, $3)`,
    [session.workspaceId, file.currency, file.timeZone],
  );
  const brands = await saveBrands(session, file.brands);
  const { planId, added } = await savePlan(session, file);
  return {
    year: file.year,
    added,
    brands,
    goals: await saveGoals(session, planId, file.goals, { now: options.now, reason: options.reason ?? 'plan file' }),
    rates: await savePlanRates(session, file),
    workspace: workspace > 0,
  };
}

async function savePlan(session: Session, file: PlanFile): Promise<{ planId: number; added: boolean }> {
  const { workspaceId, manager } = session;
  const { year, currency, timeZone } = file;
  const known = await manager.findOne(Plan, { where: { workspaceId, year } });
  const plan = manager.create(Plan, { ...known, workspaceId, year, title: localNames(file.title), currency, timeZone });
  if (known && isDeepStrictEqual(plan, known)) return { planId: known.id, added: false };
  const { id } = await manager.save(plan);
  return { planId: id, added: known === null };
}
