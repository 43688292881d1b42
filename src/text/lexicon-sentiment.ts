import { sentimentOf } from './sentiment';
import { type Judgement, type LocalSentimentModel, unread, type WeighedWord, type WrittenText } from './sentiment-model';

const ID = 'words-1';
/** What one word more than the other side's is taken to say. */
const STEP = 0.5;

/** The word lists as a model: for languages that no trained model reads. Its confidence is that of a rule, not a probability. */
export const LEXICON_SENTIMENT: LocalSentimentModel = {
  id: ID,
  judgeOne: judge,
  judge: async (texts) => texts.map(judge),
  explain: ({ text }, most = 5): WeighedWord[] => sentimentOf(text).words.slice(0, most),
};

function judge({ text }: WrittenText): Judgement {
  const { label, words } = sentimentOf(text);
  if (label === null) return unread(ID);
  const sum = words.reduce((total, { weight }) => total + weight, 0);
  const score = Math.tanh(sum * STEP);
  return { label, score, confidence: label === 'neutral' ? 1 - Math.abs(score) : (1 + Math.abs(score)) / 2, model: ID };
}
