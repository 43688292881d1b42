import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { foldText } from '../../src/text/fold-text';
import { MOODS, type Mood } from '../../src/text/sentiment-model';
import { textFeatures } from '../../src/text/text-features';
import type { LabelledFeatures } from '../../src/text/train-linear';

/** A labelled text; `isTwoSided` when its labellers could not say neutral. */
export interface LabelledText {
  readonly text: string;
  readonly mood: Mood;
  readonly isTwoSided: boolean;
  /** Equal for near-copies of one text, which belong on one side of a split. */
  readonly group: string;
}

/** The folder of the labelled sets, which are not part of the project; null where it is absent. */
export function labelledFolder(): string | null {
  const folder = path.join(process.cwd(), '../shared/data/sentiment');
  return existsSync(folder) ? folder : null;
}

type Row = Record<string, string>;

/** The sets by name, each read when it is called for, without repeated texts. */
export function labelledSets(folder: string) {
  const table = (file: string) => parse(readFileSync(path.join(folder, file)), { columns: true, bom: true, relax_quotes: true }) as Row[];
  const reviews = (file: string) =>
    unique(table(file).map(({ review = '', label }) => labelled(review, label === '1' ? 'positive' : 'negative', true)));
  return {
    tweets: () => unique(table('en/tweet_sentiment_extraction.csv').map(({ text = '', sentiment }) => labelled(text, sentiment))),
    brandTweets: () => {
      const rows = parse(readFileSync(path.join(folder, 'en/twitter_entity_partial.csv')), {
        relax_quotes: true,
        relax_column_count: true,
      }) as string[][];
      return unique(rows.map(([id = '', , mood = '', text = '']) => ({ ...labelled(text, mood.toLowerCase()), group: id })));
    },
    meals: () => reviews('zh/waimai_10k.csv'),
    goods: () => reviews('zh/online_shopping_8_cats.csv'),
    posts: (file: 'usual_test' | 'usual_eval' | 'virus_train' | 'virus_eval' | 'virus_test') => {
      const text = readFileSync(path.join(folder, `zh/smp2020_ewect/${file}${file === 'virus_train' ? '' : '_labeled'}.json`), 'utf8');
      return unique(
        (JSON.parse(text) as { content: string; label: string }[]).map(({ content, label }) => labelled(content, FEELINGS[label])),
      );
    },
  };
}

/** What the six feelings of the Weibo set mean here; surprise is neither. */
const FEELINGS: Record<string, Mood> = { happy: 'positive', neutral: 'neutral', angry: 'negative', sad: 'negative', fear: 'negative' };

function labelled(text: string, mood: string | undefined, isTwoSided = false): LabelledText {
  return { text, mood: mood as Mood, isTwoSided, group: foldText(text) };
}

function unique(texts: readonly LabelledText[]): LabelledText[] {
  const known = texts.filter(({ text, mood }) => text.trim() !== '' && MOODS.includes(mood));
  return [...new Map(known.map((each) => [foldText(each.text), each])).values()];
}

/** One in five groups is kept for testing, always the same. */
export function splitTexts(texts: readonly LabelledText[]): { train: LabelledText[]; test: LabelledText[] } {
  const isTest = ({ group }: LabelledText) => hashOf(group) % 5 === 0;
  return { train: texts.filter((each) => !isTest(each)), test: texts.filter(isTest) };
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** Texts as a trainer takes them. */
export function featuresOf(texts: readonly LabelledText[]): LabelledFeatures[] {
  const neutral = MOODS.indexOf('neutral');
  return texts.map(({ text, mood, isTwoSided }) => ({
    hashes: textFeatures(text).hashes,
    classNo: MOODS.indexOf(mood),
    without: isTwoSided ? neutral : undefined,
  }));
}
