import type { Session } from '../../database/session';
import type { Day, DayRange } from '../../lib/day';

/** A mention to be labelled by a person. */
export interface SampledMention {
  readonly source: string;
  readonly post: string;
  readonly brand: string;
  readonly day: Day;
  readonly text: string;
  readonly sentiment: string | null;
}

/** Mentions of a brand drawn at random, each as likely as any other; the same seed draws the same ones. Those without a text, or that the source judged itself, are left out. */
export function sampleMentions(session: Session, brand: string, range: DayRange, count: number, seed: number): Promise<SampledMention[]> {
  return session.query(
    `SELECT s.key AS source, f.post, b.key AS brand, f.day, f.text, f.sentiment FROM fact.mention f
     JOIN hub.source s ON s.workspace_id = f.workspace_id AND s.id = f.source_id
     JOIN hub.brand b ON b.workspace_id = f.workspace_id AND b.id = f.brand_id
     WHERE f.workspace_id = $1 AND b.key = $2 AND f.day BETWEEN $3 AND $4 AND f.text IS NOT NULL AND f.sentiment_by IS DISTINCT FROM 'source'
     ORDER BY md5($5::text || f.source_id || f.post), f.post LIMIT $6`,
    [session.workspaceId, brand, range.from, range.to, String(seed), count],
  );
}
