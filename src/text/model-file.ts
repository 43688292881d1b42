import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { LinearModel } from './linear-model';
import { FEATURES_VERSION } from './text-features';

/** What a model is: where it comes from, and what it was measured to do. */
export interface ModelCard {
  /** `linear-en`, or what its trainer called it. */
  readonly name: string;
  readonly version: string;
  /** As {@link Written}: `en`, `zh`. */
  readonly language: string;
  /** Trained from these, with their licences. */
  readonly sets: readonly { readonly name: string; readonly licence: string; readonly texts: number }[];
  /** Of texts that it was not trained from. */
  readonly measured?: { readonly texts: number; readonly accuracy: number; readonly macroF1: number };
}

const MAGIC = 'BHM1';

/** A model and its card as bytes: four letters, the card's length in four bytes, the card as JSON, the weights compressed. */
export function modelFile(card: ModelCard, model: LinearModel): Buffer {
  const head = Buffer.from(
    JSON.stringify({ card, features: FEATURES_VERSION, classes: model.classes, bits: model.bits, scale: model.scale }),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: 22 };
  return Buffer.concat([Buffer.from(MAGIC), length, head, brotliCompressSync(model.weights, { params })]);
}

/** Reads what {@link modelFile} wrote. Throws RangeError on anything else, and on a model of other features than those that are read now. */
export function readModelFile(file: Buffer): { card: ModelCard; model: LinearModel } {
  if (file.toString('latin1', 0, 4) !== MAGIC)
    throw new RangeError(`model: begins with "${file.toString('latin1', 0, 4)}"; expected ${MAGIC}`);
  const end = 8 + file.readUInt32BE(4);
  const { card, features, classes, bits, scale } = JSON.parse(file.toString('utf8', 8, end));
  if (features !== FEATURES_VERSION)
    throw new RangeError(`model ${card.name}: is of features ${features}, and ${FEATURES_VERSION} are read now; train it again`);
  const bytes = brotliDecompressSync(file.subarray(end));
  const weights = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  const expected = 2 ** bits * classes.length;
  if (weights.length !== expected) throw new RangeError(`model ${card.name}: has ${weights.length} weights; expected ${expected}`);
  return { card, model: { classes, bits, scale, weights } };
}
