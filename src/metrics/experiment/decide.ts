import { ExperimentDecision } from '../../../entities/research/ExperimentDecision';
import type { Session } from '../../database/session';
import type { Day } from '../../lib/day';
import { shrinkEffect, spreadOfEffects } from '../../stats/shrink-effect';
import { BadQuestion } from '../BadQuestion';
import type { Asker } from '../question';
import { answerExperiment } from './experiment-answer';

/** What is decided. */
export interface DecisionDraft {
  readonly metric: string;
  readonly variant: string;
  readonly shipped: boolean;
  readonly reason: string;
  /** When everybody got it; the day of the decision when absent. */
  readonly shippedOn?: Day | null;
  /** The goal whose metric moves by the lift, and the share of that metric that the change reaches (0 to 1). */
  readonly goal?: string | null;
  readonly share: number;
  /** How far lifts of such experiments spread; learnt from earlier decisions on the metric where there are three, else {@link USUAL_SPREAD}. */
  readonly priorError?: number | null;
  readonly decidedBy: string;
}

/** How far lifts spread where nothing else is known: thirty points. */
export const USUAL_SPREAD = 0.3;

/** The decision in force on an experiment, by the instant `asOf` where it is given; null before any. */
export async function decisionOn({ manager, workspaceId }: Session, experiment: string, asOf?: Date): Promise<ExperimentDecision | null> {
  const query = manager.createQueryBuilder(ExperimentDecision, 'd').where('d.workspaceId = :workspaceId AND d.experiment = :experiment', {
    workspaceId,
    experiment,
  });
  if (asOf) query.andWhere('d.decidedAt <= :asOf', { asOf });
  return query.orderBy('d.id', 'DESC').limit(1).getOne();
}

/** Records what was decided on an experiment with the lift as it is now, as it was seen and drawn towards 0. Null when nothing was told of the experiment. */
export async function decide(session: Session, key: string, draft: DecisionDraft, { today }: Asker): Promise<ExperimentDecision | null> {
  check(draft);
  await checkGoal(session, draft.goal ?? null);
  const answer = await answerExperiment(session, key);
  if (!answer) return null;
  const lift = answer.liftOf(draft.metric, draft.variant);
  const spread = draft.priorError ?? (await learntSpread(session, draft.metric)) ?? USUAL_SPREAD;
  const shrunk = lift && shrinkEffect(lift, spread);
  const shippedOn = draft.shipped ? (draft.shippedOn ?? today) : null;
  await session.execute(
    `INSERT INTO hub.experiment_decision (workspace_id, experiment, metric, variant, shipped, reason, shipped_on, decided_by, lift, standard_error,
       shrunk_lift, shrunk_error, prior_error, goal, share)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      ...[session.workspaceId, key, draft.metric, draft.variant, draft.shipped, draft.reason, shippedOn, draft.decidedBy],
      ...[lift?.estimate ?? null, lift?.standardError ?? null, shrunk?.estimate ?? null, shrunk?.standardError ?? null, spread],
      ...[draft.goal ?? null, draft.share],
    ],
  );
  return decisionOn(session, key);
}

function check({ share, reason, priorError, shipped, shippedOn }: DecisionDraft): void {
  if (!(share > 0 && share <= 1)) throw new BadQuestion('decideExperiment.share', share, 'a share above 0, at most 1');
  if (reason.trim() === '') throw new BadQuestion('decideExperiment.reason', reason, 'why it was decided so');
  if (priorError != null && !(priorError > 0)) throw new BadQuestion('decideExperiment.priorError', priorError, 'a number above 0');
  if (!shipped && shippedOn != null) throw new BadQuestion('decideExperiment.shippedOn', shippedOn, 'no day, as nothing was shipped');
}

async function checkGoal(session: Session, goal: string | null): Promise<void> {
  if (goal === null) return;
  const sql = 'SELECT 1 AS found FROM hub.goal WHERE workspace_id = $1 AND key = $2 AND archived_at IS NULL LIMIT 1';
  if ((await session.query(sql, [session.workspaceId, goal])).length === 0)
    throw new BadQuestion('decideExperiment.goal', goal, 'the key of a goal in force');
}

/** From the last decision on each experiment that named the metric. */
async function learntSpread(session: Session, metric: string): Promise<number | null> {
  const earlier = await session.query<{ estimate: number; standardError: number }>(
    `SELECT DISTINCT ON (experiment) lift AS estimate, standard_error AS "standardError" FROM hub.experiment_decision
     WHERE workspace_id = $1 AND metric = $2 AND lift IS NOT NULL ORDER BY experiment, id DESC`,
    [session.workspaceId, metric],
  );
  return spreadOfEffects(earlier);
}
