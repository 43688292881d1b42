/** Weights of a linear classifier over hashed features: `weights[(hash & (2 ** bits - 1)) * classes + class]` times `scale`. */
export interface LinearModel {
  readonly classes: readonly string[];
  readonly bits: number;
  readonly scale: number;
  readonly weights: Int8Array;
}

/** A model's probabilities of its classes for a text's features, which each count once however often they stand in the text. */
export function classProbabilities(model: LinearModel, hashes: Uint32Array): Float64Array {
  const { classes, weights, scale, bits } = model;
  const size = classes.length;
  const mask = 2 ** bits - 1;
  const sums = new Float64Array(size);
  for (let i = 0; i < hashes.length; i++) {
    const at = (hashes[i]! & mask) * size;
    for (let c = 0; c < size; c++) sums[c]! += weights[at + c]!;
  }
  const unit = scale / Math.sqrt(hashes.length || 1);
  for (let c = 0; c < size; c++) sums[c]! *= unit;
  return softmax(sums);
}

/** What one feature adds to the score of a class, before the softmax. */
export function featureWeight({ classes, weights, scale, bits }: LinearModel, hash: number, classNo: number): number {
  return weights[(hash & (2 ** bits - 1)) * classes.length + classNo]! * scale;
}

/** Turns scores into probabilities, in place. */
export function softmax(scores: Float64Array): Float64Array {
  const top = Math.max(...scores);
  let sum = 0;
  for (let c = 0; c < scores.length; c++) {
    scores[c] = Math.exp(scores[c]! - top);
    sum += scores[c]!;
  }
  for (let c = 0; c < scores.length; c++) scores[c]! /= sum;
  return scores;
}
