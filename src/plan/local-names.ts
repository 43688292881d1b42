import type { LocalNames } from '../../entities/brand/Brand';
import type { Texts } from '../metrics/metric';
import type { Asker } from '../metrics/question';

/** Texts in three languages as they are stored. */
export function localNames({ en, zhHans, zhHant }: Texts): Required<LocalNames> {
  return { en, 'zh-Hans': zhHans, 'zh-Hant': zhHant };
}

/** The stored text in a language. */
export function nameIn(names: Required<LocalNames>, locale: Asker['locale']): string {
  return names[({ EN: 'en', ZH_HANS: 'zh-Hans', ZH_HANT: 'zh-Hant' } as const)[locale]];
}
