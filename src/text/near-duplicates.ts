import { foldText } from './fold-text';

/** A text boiled down for finding its reposts: `exact` is the same for texts that differ in nothing that counts, `minima` are compared, `bands` looked up. */
export interface TextSignature {
  readonly exact: number;
  readonly minima: Uint32Array;
  readonly bands: readonly number[];
}

/** So many minima make a signature, so many of them a band: two texts meet when one band is the same (locality-sensitive hashing). */
const MINIMA = 64;
const ROWS = 3;
const BANDS = 21;
/** Two texts are near-duplicates from this estimate of Jaccard's similarity of their shingles on. */
export const NEAR = 0.45;
const LATIN_SHINGLE = 5;
const HAN_SHINGLE = 3;
const NONE = 0xffffffff;
const PRIME = 0x01000193;
/** What a repost puts before or into a text. */
const REPOST = /\b(rt|via)\b|(?:\/\/)?@|转发微博|\[\p{L}{1,8}\]|["“”'‘’()（）<>《》…]/gu;

/**
 * The signature of a text by one-permutation MinHash (Li, Owen and Zhang 2012; empty bins filled from the next full one as by Shrivastava
 * and Li 2014) of its runs of three characters of Han or five of other scripts, case, punctuation, addresses, names and the form of Han left
 * aside; null for a text of fewer than four signs that count: "ok" is no repost of "ok".
 */
export function textSignature(text: string): TextSignature | null {
  const plain = foldText(text)
    .replace(REPOST, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  if (plain.replaceAll(' ', '').length < 4) return null;
  const minima = new Uint32Array(MINIMA).fill(NONE);
  for (let at = 0; at < plain.length; at++) {
    const width = isHan(plain.charCodeAt(at)) ? HAN_SHINGLE : LATIN_SHINGLE;
    if (at > 0 && at + width > plain.length) break;
    let hash = 0x811c9dc5;
    for (let to = at; to < at + width && to < plain.length; to++) hash = Math.imul(hash ^ plain.charCodeAt(to), PRIME);
    hash = mixed(hash);
    const bin = hash >>> 26;
    const rest = (hash << 6) >>> 0;
    if (rest < minima[bin]!) minima[bin] = rest;
  }
  return { exact: wholeHash(plain), minima: filled(minima), bands: bandsOf(minima) };
}

/** The part of two signatures that agrees: an estimate of Jaccard's similarity of the texts. */
export function similarity(a: Uint32Array, b: Uint32Array): number {
  let same = 0;
  for (let i = 0; i < MINIMA; i++) if (a[i] === b[i]) same++;
  return same / MINIMA;
}

/** An index of texts in memory that tells which earlier text a text repeats. */
export class DuplicateIndex {
  private readonly minima: Uint32Array[] = [];
  private readonly clusters: number[] = [];
  private readonly byExact = new Map<number, number>();
  private readonly byBand = new Map<number, number[]>();

  /** Adds a text and tells the cluster that it belongs to: the place of the first text of its kind, from 0. */
  add(text: string): number {
    const place = this.clusters.length;
    const signature = textSignature(text);
    const cluster = signature === null ? place : this.clusterOf(signature, place);
    this.clusters.push(cluster);
    this.minima.push(signature?.minima ?? EMPTY);
    return cluster;
  }

  private clusterOf({ exact, minima, bands }: TextSignature, place: number): number {
    const same = this.byExact.get(exact);
    if (same !== undefined) return same;
    let best = place;
    let most = NEAR;
    for (const band of bands) {
      for (const other of this.byBand.get(band) ?? []) {
        const near = similarity(minima, this.minima[other]!);
        if (near < most || (near === most && best !== place)) continue;
        most = near;
        best = other;
      }
    }
    const cluster = best === place ? place : this.clusters[best]!;
    this.byExact.set(exact, cluster);
    for (const band of bands) {
      const known = this.byBand.get(band);
      if (known) known.push(place);
      else this.byBand.set(band, [place]);
    }
    return cluster;
  }
}

const EMPTY = new Uint32Array(MINIMA);

/** Bins that no shingle fell into borrow from the next one that has any, told apart by how far that is. */
function filled(minima: Uint32Array): Uint32Array {
  const full = minima.slice();
  for (let bin = 0; bin < MINIMA; bin++) {
    if (minima[bin] !== NONE) continue;
    for (let far = 1; far < MINIMA; far++) {
      const value = minima[(bin + far) % MINIMA]!;
      if (value === NONE) continue;
      full[bin] = (value + Math.imul(far, 0x9e3779b1)) >>> 0;
      break;
    }
  }
  minima.set(full);
  return full;
}

/** A number of 52 bits for each band, the band's own place in it. */
function bandsOf(minima: Uint32Array): number[] {
  return Array.from({ length: BANDS }, (_, band) => {
    let low = band + 1;
    let high = band + 77;
    for (let row = 0; row < ROWS; row++) {
      const value = minima[band * ROWS + row]!;
      low = Math.imul(low ^ value, PRIME);
      high = Math.imul(high ^ (value >>> 3), 0x85ebca6b) ^ value;
    }
    return (mixed(high) >>> 12) * 2 ** 32 + mixed(low);
  });
}

function wholeHash(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x1234567;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // Where blanks stand makes no difference.
    if (code === 32) continue;
    low = Math.imul(low ^ code, PRIME);
    high = Math.imul(high ^ code, 0x85ebca6b);
  }
  return (mixed(high) >>> 12) * 2 ** 32 + mixed(low);
}

function mixed(hash: number): number {
  let x = hash ^ (hash >>> 16);
  x = Math.imul(x, 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

function isHan(code: number): boolean {
  return code >= 0x3400 && code <= 0x9fff;
}
