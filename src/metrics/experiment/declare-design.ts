import { ExperimentDesign } from '../../../entities/research/ExperimentDesign';
import type { Session } from '../../database/session';
import type { Correction } from '../../stats/correct-p-values';
import type { Scale } from '../../stats/effect';
import { BadQuestion } from '../BadQuestion';
import type { Reason } from './experiment-text';
import type { Looks } from './judge';

/** What is declared of an experiment. */
export interface DesignDraft {
  readonly hypothesis?: string | null;
  readonly unit?: string | null;
  readonly family: readonly string[];
  readonly correction: Correction;
  readonly scale: Scale;
  readonly looks: Looks;
  readonly usersPerArm?: number | null;
  readonly leastLift?: number | null;
  readonly declaredBy: string;
}

/** The newest declaration of an experiment, by the instant `asOf` where it is given; null without any. */
export async function designOf({ manager, workspaceId }: Session, experiment: string, asOf?: Date): Promise<ExperimentDesign | null> {
  const query = manager.createQueryBuilder(ExperimentDesign, 'd').where('d.workspaceId = :workspaceId AND d.experiment = :experiment', {
    workspaceId,
    experiment,
  });
  if (asOf) query.andWhere('d.declaredAt <= :asOf', { asOf });
  return query.orderBy('d.version', 'DESC').limit(1).getOne();
}

/** Declares an experiment; nothing need have been told of it yet. */
export async function declareDesign(session: Session, experiment: string, draft: DesignDraft): Promise<ExperimentDesign> {
  if (experiment.trim() === '') throw new BadQuestion('declareExperiment.key', experiment, 'the key of an experiment');
  if (draft.usersPerArm != null && draft.usersPerArm < 1)
    throw new BadQuestion('declareExperiment.usersPerArm', draft.usersPerArm, 'a number of users above 0');
  await session.execute(
    `INSERT INTO hub.experiment_design (workspace_id, experiment, version, declared_by, hypothesis, unit, family, correction, scale, looks, users_per_arm, least_lift)
     SELECT $1, $2, coalesce(max(d.version), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11
     FROM hub.experiment_design d WHERE d.workspace_id = $1 AND d.experiment = $2`,
    [
      ...[session.workspaceId, experiment, draft.declaredBy, draft.hypothesis ?? null, draft.unit ?? null, [...new Set(draft.family)]],
      ...[draft.correction, draft.scale, draft.looks, draft.usersPerArm ?? null, draft.leastLift ?? null],
    ],
  );
  return (await designOf(session, experiment)) as ExperimentDesign;
}

/** What a declaration leaves open that has to be settled before the start. */
export function openPlacesOf({ family, usersPerArm }: Pick<ExperimentDesign, 'family' | 'usersPerArm'>): Reason[] {
  return [...(family.length === 0 ? [['noPrimary'] as const] : []), ...(usersPerArm === null ? [['noPlannedUsers'] as const] : [])];
}
