import type { Deciding } from './sentiment';
import type { Written } from './written-language';

/** How a text may speak of what it is about. */
export type Mood = 'positive' | 'neutral' | 'negative';

/** The moods in the order in which models number them. */
export const MOODS: readonly Mood[] = ['negative', 'neutral', 'positive'];

/** A text and how it is written. */
export interface WrittenText {
  readonly text: string;
  readonly written: Written | null;
}

/**
 * How a model judges a text: `score` from -1 to 1, the probability of praise less that of complaint; `confidence` the probability of the label;
 * all null, of a text that the model does not read. `model` is its name and version.
 */
export interface Judgement {
  readonly label: Mood | null;
  readonly score: number | null;
  readonly confidence: number | null;
  readonly model: string;
}

/** What judges texts, in this process or elsewhere: the answers come in the order of the texts. */
export interface SentimentModel {
  /** Name and version, kept beside every label. */
  readonly id: string;
  judge(texts: readonly WrittenText[]): Promise<readonly Judgement[]>;
}

/** A model in this process, which also says why. */
export interface LocalSentimentModel extends SentimentModel {
  judgeOne(text: WrittenText): Judgement;
  /** The words that weighed most, the weightiest first; the weights of one model compare with each other only. */
  explain(text: WrittenText, most?: number): readonly WeighedWord[];
}

/** A word as it stands in the text, folded; `weight` above 0 speaks for praise. */
export interface WeighedWord {
  readonly word: string;
  readonly weight: number;
}

/** The judgement of a text that no model reads. */
export function unread(model: string): Judgement {
  return { label: null, score: null, confidence: null, model };
}

export type { Deciding };
