import { readFileSync } from 'node:fs';
import path from 'node:path';
import { LinearSentiment } from '../../text/linear-sentiment';
import { type ModelCard, readModelFile } from '../../text/model-file';
import type { LocalSentimentModel } from '../../text/sentiment-model';
import type { SentimentLanguage, SentimentModels } from '../../text/sentiment-models';

/** Of Chinese no set that is large enough has a licence that lets its weights be shipped: a workspace trains its own, and has the word lists until then. */
const FILES: Partial<Record<SentimentLanguage, string>> = { en: 'sentiment-en.bin' };

let shipped: SentimentModels | null = null;
const cards = new Map<string, ModelCard>();

/** The models that come with the hub, read once. */
export function shippedModels(): SentimentModels {
  shipped ??= Object.fromEntries(
    Object.entries(FILES).map(([language, file]): [string, LocalSentimentModel] => {
      const { card, model } = readModelFile(readFileSync(path.join(__dirname, '../../text/weights', file)));
      const id = `${card.name}-${card.version}`;
      cards.set(id, card);
      return [language, new LinearSentiment(id, model)];
    }),
  );
  return shipped;
}
