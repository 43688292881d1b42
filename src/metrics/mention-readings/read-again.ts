import type { Session } from '../../database/session';
import type { Day, DayRange } from '../../lib/day';
import { readMention } from '../../text/read-mention';
import type { SentimentModel } from '../../text/sentiment-model';
import { type RevisedMention, reviseMentions } from './revise-mentions';
import { workspaceModels } from './workspace-models';

interface Stored {
  readonly day: Day;
  readonly row_id: bigint;
  readonly text: string;
  readonly language: string | null;
  readonly sentiment_by: string | null;
}

const HUNDREDTH = 10_000;

/**
 * Reads the texts of a range's mentions again, by the models that hold now, or their sentiment by another model; returns how many say something else
 * since. What a person or the source said stays. Each change is a revision: what was known before is still answered as of then.
 */
export async function readAgain(session: Session, range: DayRange, other?: SentimentModel): Promise<number> {
  const rows = await session.query<Stored>(
    `SELECT day, row_id, text, language, sentiment_by FROM fact.mention WHERE workspace_id = $1 AND day BETWEEN $2 AND $3 AND text IS NOT NULL
     ORDER BY day, row_id`,
    [session.workspaceId, range.from, range.to],
  );
  const models = await workspaceModels(session);
  const read = rows.map(({ text, language }) => readMention(text, models, language));
  const judged = await other?.judge(rows.map(({ text }, at) => ({ text, written: read[at]!.written })));
  const revised = rows.map(({ day, row_id: rowId, sentiment_by: by }, at): RevisedMention => {
    const { written, topic, isSpam, sentiment } = read[at]!;
    const { label, score, model } = judged?.[at] ?? sentiment;
    const own = { written, topic, spam: isSpam ? 'spam' : 'ok' };
    if (by === 'human' || by === 'source') return { day, rowId, values: own };
    const micros = score === null ? null : String(Math.round(score * 100) * HUNDREDTH);
    return {
      day,
      rowId,
      values: { ...own, sentiment: label, sentiment_by: label === null ? null : model, sentiment_score_micros: micros },
    };
  });
  return reviseMentions(session, revised);
}
