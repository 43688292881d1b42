import { detectLanguage } from './detect-language';
import { formOf } from './han-forms';

/** How a text is written: English, simplified or traditional Chinese, Chinese and English in one, or anything else. */
export type Written = 'en' | 'zh-Hans' | 'zh-Hant' | 'mixed' | 'other';

/** Two languages in one text are told from one word of the other (a brand's name) by so many words and characters. */
const MIXED_WORDS = 4;
const MIXED_HAN = 4;
/** The language that is written less has at least this part of the text, a word counted as two characters of Han. */
const MIXED_PART = 0.15;
const ASIDE = /https?:\/\/\S+|www\.\S+|[@＠#＃][\p{L}\p{N}_.-]+|\[[\p{sc=Han}\p{L}]{1,8}\]/gu;

/**
 * How a text is written; null when it has no words. Chinese without a character that is of one form only is taken for `likely`: about one text in forty, mostly short.
 */
export function writtenLanguage(text: string, likely: 'zh-Hans' | 'zh-Hant' = 'zh-Hans'): Written | null {
  const bare = text.replace(ASIDE, ' ');
  const language = detectLanguage(text);
  if (language === null || language === 'other' || language === 'ja') return language === null ? null : 'other';
  const { han, words, simplified, traditional } = counted(bare);
  const lesser = Math.min(words * 2, han) / (words * 2 + han);
  if (words >= MIXED_WORDS && han >= MIXED_HAN && lesser >= MIXED_PART) return 'mixed';
  if (language === 'en') return 'en';
  if (simplified === traditional) return likely;
  return traditional > simplified ? 'zh-Hant' : 'zh-Hans';
}

function counted(text: string) {
  const found = { han: 0, words: 0, simplified: 0, traditional: 0 };
  let letters = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const lower = code | 32;
    const isLetter = lower >= 97 && lower <= 122;
    // One letter alone is a name of a type or of a grade more often than a word.
    if (isLetter && letters === 1) found.words++;
    letters = isLetter || (letters > 0 && code === 39) ? letters + 1 : 0;
    if (code < 0x3400 || code > 0x9fff) continue;
    found.han++;
    const form = formOf(code);
    if (form === 1) found.simplified++;
    if (form === 2) found.traditional++;
  }
  return found;
}
