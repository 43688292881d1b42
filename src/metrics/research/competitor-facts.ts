import type { Session } from '../../database/session';
import { type Day, isDay } from '../../lib/day';
import { BadQuestion } from '../BadQuestion';

/** What kind of thing is known of a competitor. */
export const COMPETITOR_FACT_KINDS = ['PRODUCT', 'PRICE', 'PROMOTION', 'CLAIM', 'CHANNEL', 'STRENGTH', 'WEAKNESS'] as const;
export type CompetitorFactKind = (typeof COMPETITOR_FACT_KINDS)[number];

/** What was seen of a competitor, where, when, how surely, and until when it is taken to hold. */
export interface CompetitorFact {
  readonly id: number;
  readonly brand: string;
  readonly kind: CompetitorFactKind;
  readonly subject: string;
  readonly statement: string;
  readonly sourceUrl: string;
  readonly observedOn: Day;
  readonly confidence: number;
  readonly expiresOn: Day;
  readonly recordedBy: string;
}

/** What a matrix shows in one of its fields: what holds at the day, the newest observation of each subject. */
export interface CompetitorCell {
  readonly brand: string;
  readonly kind: CompetitorFactKind;
  readonly facts: readonly CompetitorFact[];
  /** What was known and is not taken to hold any more: to be looked at again. */
  readonly expired: readonly CompetitorFact[];
}

const COLUMNS = `id, brand, kind, subject, statement, source_url AS "sourceUrl", observed_on AS "observedOn", confidence, expires_on AS "expiresOn",
  recorded_by AS "recordedBy"`;

/** Records an observation. Throws a BadQuestion without a source on the web, for an unknown brand, or for days and confidences that are none. */
export async function recordCompetitorFact(session: Session, fact: Omit<CompetitorFact, 'id'>): Promise<CompetitorFact> {
  const wrong = (place: string, given: unknown, expected: string) => new BadQuestion(`recordCompetitorFact.${place}`, given, expected);
  if (!/^https?:\/\/\S+$/.test(fact.sourceUrl)) throw wrong('sourceUrl', fact.sourceUrl, 'where it was seen: an http or https address');
  if (fact.statement.trim() === '') throw wrong('statement', fact.statement, 'what was seen');
  if (!(fact.confidence > 0 && fact.confidence <= 1)) throw wrong('confidence', fact.confidence, 'a share above 0, at most 1');
  if (!isDay(fact.observedOn) || !isDay(fact.expiresOn) || fact.expiresOn < fact.observedOn)
    throw wrong('expiresOn', fact.expiresOn, `a day not before ${fact.observedOn}`);
  const [brand] = await session.query('SELECT key FROM hub.brand WHERE workspace_id = $1 AND key = $2', [session.workspaceId, fact.brand]);
  if (!brand) throw wrong('brand', fact.brand, 'the key of a tracked brand');
  const [row] = await session.query<CompetitorFact>(
    `INSERT INTO hub.competitor_fact (workspace_id, brand, kind, subject, statement, source_url, observed_on, confidence, expires_on, recorded_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING ${COLUMNS}`,
    [
      ...[session.workspaceId, fact.brand, fact.kind, fact.subject, fact.statement, fact.sourceUrl, fact.observedOn],
      ...[fact.confidence, fact.expiresOn, fact.recordedBy],
    ],
  );
  return row!;
}

/** What was known of competitors at a day: by brand and kind, the newest observation by then of each subject, apart where it had expired. */
export async function competitorMatrix(session: Session, on: Day, brands?: readonly string[] | null): Promise<CompetitorCell[]> {
  const newest = await session.query<CompetitorFact>(
    `SELECT DISTINCT ON (brand, kind, subject) ${COLUMNS} FROM hub.competitor_fact
     WHERE workspace_id = $1 AND observed_on <= $2 AND ($3::text[] IS NULL OR brand = ANY ($3))
     ORDER BY brand, kind, subject, observed_on DESC, id DESC`,
    [session.workspaceId, on, brands ?? null],
  );
  const cells = new Map<string, CompetitorCell & { facts: CompetitorFact[]; expired: CompetitorFact[] }>();
  for (const fact of newest) {
    const key = `${fact.brand} ${fact.kind}`;
    const cell = cells.get(key) ?? { brand: fact.brand, kind: fact.kind, facts: [], expired: [] };
    (fact.expiresOn >= on ? cell.facts : cell.expired).push(fact);
    cells.set(key, cell);
  }
  return [...cells.values()];
}
