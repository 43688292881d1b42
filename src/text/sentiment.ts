import { detectLanguage } from './detect-language';
import { ENGLISH_NEGATIONS, ENGLISH_NEGATIVE, ENGLISH_POSITIVE } from './sentiment-words-en';
import { CHINESE_NEGATIONS, CHINESE_NEGATIVE, CHINESE_POSITIVE } from './sentiment-words-zh';

/** A word that decided: as it stands in the text (with its negation before it), +1 for praise, -1 for complaint. */
export interface Deciding {
  readonly word: string;
  readonly weight: 1 | -1;
}

/** How a text speaks: `label` by the sign of the sum of `words`; null for a text in a language that no word list covers. */
export interface Sentiment {
  readonly label: 'positive' | 'neutral' | 'negative' | null;
  readonly words: readonly Deciding[];
}

/**
 * How a text speaks, by counting words of praise and of complaint in English and Chinese, each turned round when it is
 * negated ("not good", 不好, 没有问题). It reads no irony and no context, and complaints without a complaining word are neutral to it:
 * a base that says why it judged, to be replaced by a trained model.
 */
export function sentimentOf(text: string): Sentiment {
  const language = detectLanguage(text);
  if (language !== 'zh' && language !== 'en') return { label: null, words: [] };
  const words = [...englishIn(text), ...chineseIn(text)];
  const sum = words.reduce((total, { weight }) => total + weight, 0);
  return { label: sum > 0 ? 'positive' : sum < 0 ? 'negative' : 'neutral', words };
}

/** So many words after a negation are turned round, up to the next mark of punctuation. */
const REACH = 3;

const english = new Map<string, 1 | -1>();
const stems: [stem: string, weight: 1 | -1][] = [];
for (const [list, weight] of [
  [ENGLISH_POSITIVE, 1],
  [ENGLISH_NEGATIVE, -1],
] as const) {
  for (const word of list) {
    if (word.endsWith('*')) stems.push([word.slice(0, -1), weight]);
    else english.set(word, weight);
  }
}
const turning = new Set(ENGLISH_NEGATIONS);

function englishIn(text: string): Deciding[] {
  const found: Deciding[] = [];
  const bare = text.replace(/https?:\/\/\S+|[@#][\p{L}\p{N}_]+/gu, ' ').replaceAll('’', "'");
  for (const clause of bare.toLowerCase().split(/[.,;:!?()。，！？；\n]+/)) {
    let reach = 0;
    let negation = '';
    for (const word of clause.match(/[a-z][a-z'*-]*/g) ?? []) {
      if (turning.has(word)) {
        negation = word;
        reach = REACH;
        continue;
      }
      const weight = english.get(word) ?? stems.find(([stem]) => word.startsWith(stem))?.[1];
      if (weight !== undefined) found.push(reach > 0 ? { word: `${negation} ${word}`, weight: opposite(weight) } : { word, weight });
      reach--;
    }
  }
  return found;
}

const chinese = new Map<string, 1 | -1>([
  ...CHINESE_POSITIVE.map((word) => [word, 1] as const),
  ...CHINESE_NEGATIVE.map((word) => [word, -1] as const),
]);
const longest = Math.max(...[...chinese.keys()].map((word) => word.length));
/** A negation with what may stand between it and the word that it turns. */
const NEGATED = new RegExp(
  `(?:${CHINESE_NEGATIONS.toSorted((a, b) => b.length - a.length).join('|')})(?:太|很|那么|那麼|这么|這麼|怎么|怎麼|什么|什麼|任何|觉得|覺得|是|能|会|會)?$`,
);

/** The longest listed word at each place, from left to right; one listed together with its negation (不好, 不错) is taken as listed. */
function chineseIn(text: string): Deciding[] {
  const found: Deciding[] = [];
  for (let at = 0; at < text.length; ) {
    const word = wordAt(text, at);
    const negation = word ? undefined : negationAt(text, at);
    const match = word ?? negation;
    if (match) found.push(match);
    at += match ? match.word.length : 1;
  }
  return found;
}

function wordAt(text: string, at: number): Deciding | undefined {
  for (let length = Math.min(longest, text.length - at); length > 0; length--) {
    const word = text.slice(at, at + length);
    const weight = chinese.get(word);
    // 没有 counts as a complaint only where it turns no other word round.
    if (weight !== undefined) return (CHINESE_NEGATIONS.includes(word) && negationAt(text, at)) || { word, weight };
  }
  return undefined;
}

function negationAt(text: string, at: number): Deciding | undefined {
  for (let end = Math.min(at + 5, text.length - 1); end > at; end--) {
    if (!NEGATED.test(text.slice(at, end)) || NEGATED.exec(text.slice(at, end))?.index !== 0) continue;
    for (let length = Math.min(longest, text.length - end); length > 0; length--) {
      const weight = chinese.get(text.slice(end, end + length));
      if (weight !== undefined) return { word: text.slice(at, end + length), weight: opposite(weight) };
    }
  }
  return undefined;
}

function opposite(weight: 1 | -1): 1 | -1 {
  return weight === 1 ? -1 : 1;
}
