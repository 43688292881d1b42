import { Study } from '../../../entities/research/Study';
import { StudyQuestion } from '../../../entities/research/StudyQuestion';
import { StudyWave } from '../../../entities/research/StudyWave';
import type { Session } from '../../database/session';
import { BadQuestion } from '../BadQuestion';
import type { StudyFile } from './study-file';

/** A stored study with its questions and waves, in their order. */
export interface StoredStudy {
  readonly study: Study;
  readonly questions: readonly StudyQuestion[];
  readonly waves: readonly StudyWave[];
}

/** What the people of a wave are in truth: by question and value. */
export type Margins = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** The studies of the workspace, by key. */
export function studies({ manager, workspaceId }: Session): Promise<Study[]> {
  return manager.find(Study, { where: { workspaceId }, order: { key: 'ASC' } });
}

/** A study by its key; null when there is none. */
export async function studyOf({ manager, workspaceId }: Session, key: string): Promise<StoredStudy | null> {
  const study = await manager.findOne(Study, { where: { workspaceId, key } });
  if (!study) return null;
  const where = { workspaceId, studyId: study.id };
  const questions = await manager.find(StudyQuestion, { where, order: { position: 'ASC' } });
  return { study, questions, waves: await manager.find(StudyWave, { where, order: { position: 'ASC' } }) };
}

/** {@link studyOf} where there has to be one: throws a BadQuestion that names the place. */
export async function knownStudy(session: Session, key: string, place: string): Promise<StoredStudy> {
  const found = await studyOf(session, key);
  if (found) return found;
  const keys = (await studies(session)).map((study) => study.key);
  throw new BadQuestion(place, key, keys.length > 0 ? `one of ${keys.join(', ')}` : 'a study that was loaded, and none has been');
}

/** What the people of a wave are in truth: its own margins, else those that hold for all; empty without any. */
export async function marginsOf(session: Session, { id }: Study, wave: string): Promise<Margins> {
  const rows = await session.query<{ wave: string; question: string; value: string; target: number }>(
    `SELECT wave, question, value, target FROM hub.study_margin WHERE workspace_id = $1 AND study_id = $2 AND wave IN ('', $3) ORDER BY question, value`,
    [session.workspaceId, id, wave],
  );
  const own = rows.some((row) => row.wave === wave && wave !== '') ? wave : '';
  const margins = new Map<string, Map<string, number>>();
  for (const row of rows.filter((each) => each.wave === own)) {
    const values = margins.get(row.question) ?? new Map<string, number>();
    margins.set(row.question, values.set(row.value, row.target));
  }
  return margins;
}

/** Makes the study what its file says; its key stays, and so does what was answered. */
export async function saveStudy(session: Session, file: StudyFile): Promise<StoredStudy> {
  const { workspaceId } = session;
  const [row] = await session.query<{ id: number }>(
    `INSERT INTO hub.study AS s (workspace_id, key, name, brand, seconds_question, device_question, trim_least, trim_most) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (workspace_id, key) DO UPDATE SET name = excluded.name, brand = excluded.brand, seconds_question = excluded.seconds_question,
       device_question = excluded.device_question, trim_least = excluded.trim_least, trim_most = excluded.trim_most
     RETURNING id`,
    [
      workspaceId,
      file.key,
      file.name,
      file.brand,
      file.seconds ?? null,
      file.device ?? null,
      file.trim?.least ?? null,
      file.trim?.most ?? null,
    ],
  );
  const id = row!.id;
  for (const table of ['study_wave', 'study_question', 'study_margin'])
    await session.execute(`DELETE FROM hub.${table} WHERE workspace_id = $1 AND study_id = $2`, [workspaceId, id]);
  await session.execute(
    `INSERT INTO hub.study_wave (workspace_id, study_id, wave, sample, position)
     SELECT $1, $2, w.wave, w.sample, w.position - 1 FROM unnest($3::text[], $4::text[]) WITH ORDINALITY w (wave, sample, position)`,
    [workspaceId, id, file.waves.map(({ wave }) => wave), file.waves.map(({ sample }) => sample)],
  );
  for (const [position, { code, kind, text, options, attention }] of file.questions.entries())
    await session.execute(
      `INSERT INTO hub.study_question (workspace_id, study_id, code, position, kind, text, options, attention) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [workspaceId, id, code, position, kind, text, options, attention ?? null],
    );
  const margins = Object.entries(file.margins).flatMap(([wave, by]) =>
    Object.entries(by).flatMap(([code, values]) =>
      Object.entries(values).map(([value, target]) => [wave === 'all' ? '' : wave, code, value, target] as const),
    ),
  );
  await session.execute(
    `INSERT INTO hub.study_margin (workspace_id, study_id, wave, question, value, target)
     SELECT $1, $2, * FROM unnest($3::text[], $4::text[], $5::text[], $6::float8[])`,
    [workspaceId, id, ...[0, 1, 2, 3].map((at) => margins.map((margin) => margin[at]))],
  );
  return (await studyOf(session, file.key)) as StoredStudy;
}
