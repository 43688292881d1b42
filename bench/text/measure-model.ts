import { type Agreement, agreementOf, confusionOf } from '../../src/stats/confusion';
import type { LocalSentimentModel } from '../../src/text/sentiment-model';
import { MOODS } from '../../src/text/sentiment-model';
import { writtenLanguage } from '../../src/text/written-language';
import type { LabelledText } from './labelled-sets';

/** How a model does on labelled texts; where the labellers could not say neutral, what it calls neutral goes to the side that it leans to. */
export function measureModel(model: LocalSentimentModel, texts: readonly LabelledText[]): Agreement {
  const pairs = texts.map(({ text, mood, isTwoSided }): [number, number] => {
    const { label, score } = model.judgeOne({ text, written: writtenLanguage(text) });
    const told = isTwoSided && label !== 'negative' ? ((score ?? 0) < 0 ? 'negative' : 'positive') : (label ?? 'neutral');
    return [MOODS.indexOf(mood), MOODS.indexOf(told)];
  });
  return agreementOf(confusionOf(pairs, MOODS.length));
}
