import type { Session } from '../../database/session';
import type { Day } from '../../lib/day';
import { BadQuestion } from '../BadQuestion';
import { decodeCell } from '../cell-id';
import { highlights } from './interviews';

export const FINDING_KINDS = ['TREND', 'CUSTOMER', 'POTENTIAL', 'COMPETITOR', 'RISK'] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];
export const EVIDENCE_KINDS = ['CELL', 'EXPERIMENT', 'STUDY', 'HIGHLIGHT', 'COMPETITOR', 'MENTION', 'LINK'] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** What speaks for or against a finding. */
export interface StoredEvidence {
  readonly findingId: number;
  readonly kind: EvidenceKind;
  readonly reference: string;
  readonly supports: boolean;
  readonly note: string | null;
}

/** A statement that research supports. */
export interface StoredFinding {
  readonly id: number;
  readonly kind: FindingKind;
  readonly statement: string;
  readonly confidence: number | null;
  readonly goals: readonly string[];
  readonly reviewOn: Day | null;
  readonly publishedAt: Date | null;
}

const COLUMNS = 'id, kind, statement, confidence, goals, review_on AS "reviewOn", published_at AS "publishedAt"';

/** Findings, of one goal or with a part of the statement, the newest first. */
export function findings(
  { query, workspaceId }: Session,
  { goal, search }: { goal?: string | null; search?: string | null },
): Promise<StoredFinding[]> {
  return query<StoredFinding>(
    `SELECT ${COLUMNS} FROM hub.finding WHERE workspace_id = $1 AND ($2::text IS NULL OR $2 = ANY (goals)) AND statement ILIKE $3
     ORDER BY id DESC LIMIT 500`,
    [workspaceId, goal ?? null, `%${(search ?? '').replace(/[\\%_]/g, '\\$&')}%`],
  );
}

/** A finding by its id; null when there is none. */
export async function findingOf({ query, workspaceId }: Session, id: number): Promise<StoredFinding | null> {
  return (
    (await query<StoredFinding>(`SELECT ${COLUMNS} FROM hub.finding WHERE workspace_id = $1 AND id = $2`, [workspaceId, id]))[0] ?? null
  );
}

/** The evidence of findings, for and against, in the order in which it came. */
export function evidenceOf({ query, workspaceId }: Session, ids: readonly number[]): Promise<StoredEvidence[]> {
  return query<StoredEvidence>(
    `SELECT finding_id AS "findingId", kind, reference, supports, note FROM hub.evidence WHERE workspace_id = $1 AND finding_id = ANY ($2::integer[]) ORDER BY id`,
    [workspaceId, ids],
  );
}

/** Records a finding, not yet published. Throws a BadQuestion for goals that are not there. */
export async function recordFinding(
  session: Session,
  given: Omit<StoredFinding, 'id' | 'publishedAt'> & { recordedBy: string },
): Promise<StoredFinding> {
  if (given.statement.trim() === '') throw new BadQuestion('recordFinding.statement', given.statement, 'one sentence');
  if (given.confidence !== null && !(given.confidence >= 0 && given.confidence <= 1))
    throw new BadQuestion('recordFinding.confidence', given.confidence, 'a share from 0 to 1');
  const known = await session.query<{ key: string }>('SELECT DISTINCT key FROM hub.goal WHERE workspace_id = $1 AND archived_at IS NULL', [
    session.workspaceId,
  ]);
  const strange = given.goals.find((goal) => !known.some(({ key }) => key === goal));
  if (strange !== undefined) throw new BadQuestion('recordFinding.goals', strange, 'keys of goals in force');
  const [row] = await session.query<StoredFinding>(
    `INSERT INTO hub.finding (workspace_id, kind, statement, confidence, goals, review_on, recorded_by) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING ${COLUMNS}`,
    [session.workspaceId, given.kind, given.statement, given.confidence, given.goals, given.reviewOn, given.recordedBy],
  );
  return row!;
}

/** Adds what speaks for or against a finding; what speaks against stays as well. Null when there is no such finding; a BadQuestion for a reference to nothing. */
export async function addEvidence(
  session: Session,
  { findingId, kind, reference, supports, note, addedBy }: StoredEvidence & { addedBy: string },
): Promise<StoredFinding | null> {
  const finding = await findingOf(session, findingId);
  if (!finding) return null;
  await checkReference(session, kind, reference);
  await session.execute(
    'INSERT INTO hub.evidence (workspace_id, finding_id, kind, reference, supports, note, added_by) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [session.workspaceId, findingId, kind, reference, supports, note, addedBy],
  );
  return finding;
}

/** Publishes a finding. Null when there is none; a BadQuestion where nothing speaks for it. */
export async function publishFinding(session: Session, id: number): Promise<StoredFinding | null> {
  if (!(await findingOf(session, id))) return null;
  const evidence = await evidenceOf(session, [id]);
  if (!evidence.some(({ supports }) => supports))
    throw new BadQuestion('publishFinding.id', id, 'a finding with evidence for it: nothing is published that nothing supports');
  await session.execute('UPDATE hub.finding SET published_at = coalesce(published_at, now()) WHERE workspace_id = $1 AND id = $2', [
    session.workspaceId,
    id,
  ]);
  return findingOf(session, id);
}

/** Evidence of the hub's own has to be there. */
async function checkReference(session: Session, kind: EvidenceKind, reference: string): Promise<void> {
  const wrong = (expected: string) => new BadQuestion('addEvidence.reference', reference, expected);
  const exists = async (sql: string) => (await session.query(sql, [session.workspaceId, reference])).length > 0;
  if (kind === 'CELL') decodeCell(reference);
  else if (kind === 'EXPERIMENT') {
    if (!(await exists('SELECT key FROM hub.experiment WHERE workspace_id = $1 AND key = $2'))) throw wrong('the key of an experiment');
  } else if (kind === 'STUDY') {
    if (!(await exists(`SELECT key FROM hub.study WHERE workspace_id = $1 AND key = split_part($2, ' ', 1)`)))
      throw wrong('the key of a study, and after a space what is meant of it');
  } else if (kind === 'COMPETITOR') {
    if (!(await exists('SELECT id FROM hub.competitor_fact WHERE workspace_id = $1 AND id::text = $2')))
      throw wrong('the id of a competitor fact');
  } else if (kind === 'HIGHLIGHT') {
    const [found] = /^\d{1,9}$/.test(reference) ? await highlights(session, { id: Number(reference) }) : [];
    if (!found || found.quote === '') throw wrong('the id of a highlight whose words are still there');
  } else if (kind === 'LINK' && !/^https?:\/\/\S+$/.test(reference)) throw wrong('an http or https address');
  else if (reference.trim() === '') throw wrong('the post that is meant');
}
