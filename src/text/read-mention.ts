import type { Judgement } from './sentiment-model';
import { modelFor, type SentimentModels } from './sentiment-models';
import { SPAM_FROM, spamOf } from './spam';
import { topicsOf } from './topics';
import { type Written, writtenLanguage } from './written-language';

/** What is read from a mention's text itself. */
export interface ReadMention {
  readonly written: Written | null;
  readonly sentiment: Judgement;
  /** What it is mostly about. */
  readonly topic: string | null;
  readonly isSpam: boolean;
}

/** Reads a mention's text. `language` is the source's word for its language: of Chinese that could be either form, it decides. */
export function readMention(text: string, models: SentimentModels, language?: string | null): ReadMention {
  const likely = /^zh[-_](hant|tw|hk|mo)/i.test(language ?? '') ? 'zh-Hant' : 'zh-Hans';
  const written = writtenLanguage(text, likely);
  return {
    written,
    sentiment: modelFor(models, written).judgeOne({ text, written }),
    topic: topicsOf(text)[0]?.topic ?? null,
    isSpam: spamOf(text).score >= SPAM_FROM,
  };
}
