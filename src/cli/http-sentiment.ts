import { z } from 'zod';
import type { Judgement, SentimentModel } from '../text/sentiment-model';

const BATCH = 64;
const TIMEOUT_MS = 30_000;
const answer = z.object({
  model: z.string().min(1),
  judgements: z.array(
    z.object({
      label: z.enum(['positive', 'neutral', 'negative']).nullable(),
      score: z.number().min(-1).max(1).nullable(),
      confidence: z.number().min(0).max(1).nullable().default(null),
    }),
  ),
});

/**
 * A model elsewhere: it is sent `{"texts": [{"text", "written"}]}` by POST, 64 at a time, and answers `{"model", "judgements": [{"label", "score",
 * "confidence"}]}` in their order. Throws when it does not, or not within half a minute: nothing is judged by halves.
 */
export function httpSentiment(url: string): SentimentModel {
  return {
    id: url,
    async judge(texts) {
      const judged: Judgement[] = [];
      for (let from = 0; from < texts.length; from += BATCH) {
        const batch = texts.slice(from, from + BATCH);
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ texts: batch }),
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        if (!response.ok) throw new Error(`${url}: answered ${response.status} to ${batch.length} texts; expected 200`);
        const { model, judgements } = answer.parse(await response.json());
        if (judgements.length !== batch.length)
          throw new Error(`${url}: answered ${judgements.length} judgements; expected ${batch.length}`);
        judged.push(...judgements.map((each) => ({ ...each, model })));
      }
      return judged;
    },
  };
}
