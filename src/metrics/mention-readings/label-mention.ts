import type { Session } from '../../database/session';
import type { Day } from '../../lib/day';
import type { Mood } from '../../text/sentiment-model';
import { BadQuestion } from '../BadQuestion';
import { reviseMentions } from './revise-mentions';

/** What a person says of a mention. `isAudited`: the mention came from a sample drawn at random, so that the label also tells how often the machine errs. */
export interface MentionLabel {
  /** Key of the source, name of the post there, key of the brand. */
  readonly source: string;
  readonly post: string;
  readonly brand: string;
  readonly label: Mood;
  readonly labeller: string;
  readonly isAudited: boolean;
}

interface Labelled {
  readonly day: Day;
  readonly row_id: bigint;
  readonly source_id: number;
  readonly brand_id: number;
  readonly sentiment: string | null;
  readonly sentiment_by: string | null;
}

/**
 * Keeps what a person says of a mention beside what the machine had said, and lets it hold from now on. A labeller's second word replaces the first;
 * of several labellers the newest word holds. Throws a BadQuestion when there is no such mention.
 */
export async function labelMention(session: Session, given: MentionLabel): Promise<void> {
  const mention = await mentionOf(session, given);
  const machine = await machineLabel(session, given.post, mention);
  await session.execute(
    `INSERT INTO hub.mention_label AS l (workspace_id, source_id, post, brand_id, labeller, label, audited, machine_label, machine)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (workspace_id, source_id, post, brand_id, labeller)
     DO UPDATE SET label = excluded.label, audited = l.audited OR excluded.audited, labelled_at = excluded.labelled_at`,
    [
      session.workspaceId,
      mention.source_id,
      given.post,
      mention.brand_id,
      given.labeller,
      given.label,
      given.isAudited,
      machine.label,
      machine.by,
    ],
  );
  const values = { sentiment: given.label, sentiment_by: 'human', sentiment_score_micros: null };
  await reviseMentions(session, [{ day: mention.day, rowId: mention.row_id, values }]);
}

async function mentionOf(session: Session, { source, post, brand }: MentionLabel): Promise<Labelled> {
  const [found] = await session.query<Labelled>(
    `SELECT f.day, f.row_id, f.source_id, f.brand_id, f.sentiment, f.sentiment_by FROM fact.mention f
     JOIN hub.source s ON s.workspace_id = f.workspace_id AND s.id = f.source_id AND s.key = $2
     JOIN hub.brand b ON b.workspace_id = f.workspace_id AND b.id = f.brand_id AND b.key = $4
     WHERE f.workspace_id = $1 AND f.post = $3 ORDER BY f.day DESC LIMIT 1`,
    [session.workspaceId, source, post, brand],
  );
  if (!found) throw new BadQuestion('post', post, `a mention of brand ${brand} that source ${source} brought`);
  return found;
}

/** What the machine says of a mention; of one that a person labelled before, what it had said then. */
async function machineLabel(session: Session, post: string, mention: Labelled): Promise<{ label: string | null; by: string | null }> {
  if (mention.sentiment_by !== 'human') return { label: mention.sentiment, by: mention.sentiment_by };
  const [before] = await session.query<{ label: string | null; by: string | null }>(
    `SELECT machine_label AS label, machine AS by FROM hub.mention_label
     WHERE workspace_id = $1 AND source_id = $2 AND post = $3 AND brand_id = $4 ORDER BY labelled_at LIMIT 1`,
    [session.workspaceId, mention.source_id, post, mention.brand_id],
  );
  return before ?? { label: null, by: null };
}
