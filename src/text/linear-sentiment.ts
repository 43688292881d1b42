import { classProbabilities, featureWeight, type LinearModel } from './linear-model';
import { type Judgement, type LocalSentimentModel, MOODS, type WeighedWord, type WrittenText } from './sentiment-model';
import { textFeatures } from './text-features';

const NEGATIVE = MOODS.indexOf('negative');
const POSITIVE = MOODS.indexOf('positive');

/** A trained linear model of the three moods as what judges texts. `id` is its name and version. */
export class LinearSentiment implements LocalSentimentModel {
  constructor(
    readonly id: string,
    private readonly model: LinearModel,
  ) {
    if (model.classes.join() !== MOODS.join()) throw new RangeError(`model ${id}: tells ${model.classes.join()}; expected ${MOODS.join()}`);
  }

  async judge(texts: readonly WrittenText[]): Promise<Judgement[]> {
    return texts.map((text) => this.judgeOne(text));
  }

  judgeOne({ text }: WrittenText): Judgement {
    const odds = classProbabilities(this.model, textFeatures(text).hashes);
    let best = 0;
    for (let c = 1; c < odds.length; c++) if (odds[c]! > odds[best]!) best = c;
    return { label: MOODS[best]!, score: odds[POSITIVE]! - odds[NEGATIVE]!, confidence: odds[best]!, model: this.id };
  }

  /** Lays the weight of each feature on the signs that it was read from, and adds up by word. */
  explain({ text }: WrittenText, most = 5): WeighedWord[] {
    const { hashes, spans, folded } = textFeatures(text, true);
    const laid = new Float64Array(folded.length);
    for (const [i, { from, to }] of (spans ?? []).entries()) {
      const weight = featureWeight(this.model, hashes[i]!, POSITIVE) - featureWeight(this.model, hashes[i]!, NEGATIVE);
      for (let at = from; at < to; at++) laid[at]! += weight / (to - from);
    }
    const unit = 1 / Math.sqrt(hashes.length || 1);
    const words = [...new Intl.Segmenter('zh', { granularity: 'word' }).segment(folded)].filter(({ segment }) => /\S/.test(segment));
    return words
      .map(({ segment, index }) => ({
        word: segment,
        weight: laid.subarray(index, index + segment.length).reduce((a, b) => a + b, 0) * unit,
      }))
      .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
      .slice(0, most);
  }
}
