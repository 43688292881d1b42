import { randomFrom, shuffle } from '../stats/random';
import { type LinearModel, softmax } from './linear-model';

/** One labelled text: its hashed features, the number of its class, and the class that its labellers could not choose (neutral in a set of two sides): it teaches nothing of that one. */
export interface LabelledFeatures {
  readonly hashes: Uint32Array;
  readonly classNo: number;
  readonly without?: number | undefined;
}

/** How to train: `bits` 18 makes 262,144 buckets; the same seed and samples give the same weights bit for bit on one runtime. */
export interface TrainingOptions {
  readonly classes: readonly string[];
  readonly bits?: number;
  readonly epochs?: number;
  readonly rate?: number;
  readonly seed?: number;
}

const STEADY = 1e-6;

/**
 * Trains a multinomial logistic regression by stochastic gradient descent with a step of its own for each weight (AdaGrad: Duchi, Hazan and
 * Singer 2011), on features scaled to unit length, and rounds the weights to eight bits. Throws RangeError when there is nothing to learn from.
 */
export function trainLinear(samples: readonly LabelledFeatures[], options: TrainingOptions): LinearModel {
  const { classes, bits = 18, epochs = 5, rate = 0.3, seed = 1 } = options;
  if (samples.length === 0) throw new RangeError('training: there are no labelled texts');
  const size = classes.length;
  const mask = 2 ** bits - 1;
  const weights = new Float32Array((mask + 1) * size);
  const squares = new Float32Array((mask + 1) * size);
  const order = Uint32Array.from(samples, (_, place) => place);
  const random = randomFrom(seed);
  const scores = new Float64Array(size);
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    for (const place of order) {
      const { hashes, classNo, without } = samples[place]!;
      const unit = 1 / Math.sqrt(hashes.length || 1);
      scores.fill(0);
      for (let i = 0; i < hashes.length; i++) {
        const at = (hashes[i]! & mask) * size;
        for (let c = 0; c < size; c++) scores[c]! += weights[at + c]!;
      }
      for (let c = 0; c < size; c++) scores[c]! *= unit;
      if (without !== undefined) scores[without] = Number.NEGATIVE_INFINITY;
      softmax(scores);
      for (let c = 0; c < size; c++) scores[c] = (scores[c]! - (c === classNo ? 1 : 0)) * unit;
      for (let i = 0; i < hashes.length; i++) {
        const at = (hashes[i]! & mask) * size;
        for (let c = 0; c < size; c++) {
          const step = scores[c]!;
          if (step === 0) continue;
          const square = squares[at + c]! + step * step;
          squares[at + c] = square;
          weights[at + c]! -= (rate * step) / (Math.sqrt(square) + STEADY);
        }
      }
    }
  }
  return rounded(weights, classes, bits);
}

/** Weights so small that they hardly ever decide become 0, which keeps the file small. */
function rounded(weights: Float32Array, classes: readonly string[], bits: number): LinearModel {
  let top = 0;
  for (const weight of weights) top = Math.max(top, Math.abs(weight));
  const scale = top / 127 || 1;
  return { classes, bits, scale, weights: Int8Array.from(weights, (weight) => Math.round(weight / scale)) };
}
