import { LEXICON_SENTIMENT } from './lexicon-sentiment';
import type { LocalSentimentModel } from './sentiment-model';
import type { Written } from './written-language';

/** The languages that a model of sentiment may be for; a text in both goes to the model of Chinese when there is one, as its Han say most. */
export type SentimentLanguage = 'en' | 'zh';

/** The models that judge texts, by the language that each reads; what has none goes to the word lists. */
export type SentimentModels = Partial<Record<SentimentLanguage, LocalSentimentModel>>;

/** The model that judges a text written so. */
export function modelFor(models: SentimentModels, written: Written | null): LocalSentimentModel {
  if (written === 'en') return models.en ?? LEXICON_SENTIMENT;
  if (written === 'zh-Hans' || written === 'zh-Hant' || written === 'mixed') return models.zh ?? LEXICON_SENTIMENT;
  return LEXICON_SENTIMENT;
}
