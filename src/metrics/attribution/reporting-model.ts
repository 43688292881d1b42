import type { Session } from '../../database/session';
import { oneOf } from '../one-of';
import { type AskedAttribution, checkAttribution } from './attribution-question';

/** The models by which credits can be kept: those that look at one journey alone. */
export const REPORTING_MODELS = ['FIRST', 'LAST', 'LAST_NON_DIRECT', 'LINEAR', 'TIME_DECAY', 'POSITION'] as const;
export type ReportingModelName = (typeof REPORTING_MODELS)[number];

/** By which model a workspace reports the credits of its orders. */
export interface ReportingModel {
  readonly model: ReportingModelName;
  /** How many days before an order a touch counts. */
  readonly windowDays: number;
  /** TIME_DECAY: after so many days a touch is worth half. */
  readonly halfLifeDays: number;
  /** Who chose it, and when; null as long as nobody has chosen. */
  readonly chosenBy: string | null;
  readonly chosenAt: Date | null;
}

/** What counts until somebody chooses. */
const USUAL: ReportingModel = { model: 'LAST_NON_DIRECT', windowDays: 30, halfLifeDays: 7, chosenBy: null, chosenAt: null };

/** The model that counts. */
export async function reportingModel(session: Session): Promise<ReportingModel> {
  const [row] = await session.query<ReportingModel>(
    `SELECT model, window_days AS "windowDays", half_life_days AS "halfLifeDays", chosen_by AS "chosenBy", chosen_at AS "chosenAt"
     FROM hub.reporting_model WHERE workspace_id = $1 ORDER BY id DESC LIMIT 1`,
    [session.workspaceId],
  );
  return row ?? USUAL;
}

/** What is chosen; what is left out stays as it is. */
export type ModelChoice = { readonly model: ReportingModelName } & Partial<{
  readonly [K in 'windowDays' | 'halfLifeDays']: ReportingModel[K] | null;
}>;

/** Chooses the model from now on and returns it; the credits follow within a minute, and those of before are still answered as of then. Throws a BadQuestion. */
export async function chooseReportingModel(session: Session, choice: ModelChoice, chosenBy: string): Promise<ReportingModel> {
  oneOf('model', [choice.model], REPORTING_MODELS);
  const before = await reportingModel(session);
  const windowDays = choice.windowDays ?? before.windowDays;
  const halfLifeDays = choice.halfLifeDays ?? before.halfLifeDays;
  const day = '2000-01-01';
  checkAttribution({ range: { from: day, to: day }, models: [choice.model], windowDays, halfLifeDays }, { today: day, locale: 'EN' });
  await session.execute(
    'INSERT INTO hub.reporting_model (workspace_id, model, window_days, half_life_days, chosen_by) VALUES ($1, $2, $3, $4, $5)',
    [session.workspaceId, choice.model, windowDays, halfLifeDays, chosenBy],
  );
  return reportingModel(session);
}

/** The model in a few words, as rows of credits tell it. */
export function wordsOf({ model, windowDays, halfLifeDays }: ReportingModel): string {
  return `${model} ${windowDays}d${model === 'TIME_DECAY' ? ` half-life ${halfLifeDays}d` : ''}`;
}

/** The question that an attribution by this model asks of a range of order days. */
export function askedBy({ model, windowDays, halfLifeDays }: ReportingModel, range: AskedAttribution['range']): AskedAttribution {
  return checkAttribution({ range, models: [model], by: 'CAMPAIGN', windowDays, halfLifeDays }, { today: range.to, locale: 'EN' });
}
