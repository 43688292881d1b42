import type { Texts } from '../../src/metrics/metric';
import type { Asker } from '../../src/metrics/question';

/** A text in the language that is asked for. */
export function inLanguage(texts: Texts, locale: Asker['locale'] | null): string {
  return { EN: texts.en, ZH_HANS: texts.zhHans, ZH_HANT: texts.zhHant }[locale ?? 'EN'];
}
