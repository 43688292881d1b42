import { foldText } from './fold-text';
import { ENGLISH_NEGATIONS, ENGLISH_NEGATIVE, ENGLISH_POSITIVE } from './sentiment-words-en';
import { CHINESE_NEGATIVE, CHINESE_POSITIVE } from './sentiment-words-zh';

/** Models know features by their hashes: whatever changes what is read from a text (this file, folding, the word lists) is another version, and models are trained anew. */
export const FEATURES_VERSION = 1;

/** A stretch of a text that a feature was read from. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The hashed features of a text, each below 2 ** 32; with `spans`, feature i was read from `spans[i]` of the folded text. */
export interface TextFeatures {
  readonly hashes: Uint32Array;
  readonly folded: string;
  readonly spans: readonly Span[] | null;
}

const SEED = 0x811c9dc5;
const PRIME = 0x01000193;
/** What sets kinds of features apart, so that a word and a part of a word do not meet. */
const [WORD, NEGATED, PAIR, PART, HAN, TAG, LEXICON] = [11, 23, 37, 41, 53, 67, 71];
const SHORTEST_PART = 3;
const LONGEST_PART = 5;
const LONGEST_HAN = 3;
/** So many words after a negation are turned round, up to the next mark of punctuation. */
const REACH = 4;
/** So many words of one side that a list knows are told apart. */
const MOST_LISTED = 4;

const negations = new Set(ENGLISH_NEGATIONS);
const listed = new Map<string, 1 | -1>();
const stems: [stem: string, side: 1 | -1][] = [];
for (const [words, side] of [
  [ENGLISH_POSITIVE, 1],
  [ENGLISH_NEGATIVE, -1],
] as const) {
  for (const word of words) {
    if (word.endsWith('*')) stems.push([word.slice(0, -1), side]);
    else listed.set(word, side);
  }
}
const listedHan = new Map<string, 1 | -1>();
for (const word of CHINESE_POSITIVE) listedHan.set(foldText(word), 1);
for (const word of CHINESE_NEGATIVE) listedHan.set(foldText(word), -1);
const LONGEST_LISTED = Math.max(...[...listedHan.keys()].map((word) => word.length));

/** Where features are gathered: as many as the longest text that is read may have. */
const room = new Uint32Array(1 << 16);
/** Longer texts are judged by their head. */
const LONGEST_TEXT = 2_000;

/**
 * Reads the features of a text: words, pairs of words and parts of words (with what is negated told apart), runs of one to three
 * characters of Han, emoticons in brackets, marks of stress, and how many words the sentiment lists know of either side.
 */
export function textFeatures(text: string, withSpans = false): TextFeatures {
  const reader = new Reader(foldText(text.length > LONGEST_TEXT ? text.slice(0, LONGEST_TEXT) : text), withSpans);
  reader.read();
  return { hashes: room.slice(0, reader.count), folded: reader.text, spans: reader.spans };
}

class Reader {
  count = 0;
  readonly spans: Span[] | null;
  private reach = 0;
  private before = 0;
  private beforeFrom = 0;
  private readonly sides = { good: 0, bad: 0 };

  constructor(
    readonly text: string,
    withSpans: boolean,
  ) {
    this.spans = withSpans ? [] : null;
  }

  read(): void {
    const { text } = this;
    for (let at = 0; at < text.length; ) {
      const code = text.charCodeAt(at);
      if (isWordCode(code)) at = this.readWord(at);
      else if (isHan(code)) at = this.readHan(at);
      else if (code === 0x5b) at = this.readTag(at);
      else if (code > 0x20) at = this.readMark(at, code);
      else at++;
    }
    this.readSides();
  }

  private add(hash: number, from: number, to: number): void {
    if (this.count === room.length) return;
    room[this.count++] = scrambled(hash);
    this.spans?.push({ from, to });
  }

  private readWord(from: number): number {
    const { text } = this;
    let to = from + 1;
    while (to < text.length && (isWordCode(text.charCodeAt(to)) || text.charCodeAt(to) === 39)) to++;
    const word = text.slice(from, to);
    const isNegated = this.reach > 0;
    const hash = hashOf(text, from, to, SEED);
    this.add(hash ^ (isNegated ? NEGATED : WORD), from, to);
    if (this.before !== 0) this.add(Math.imul(this.before, PRIME) ^ hash ^ PAIR, this.beforeFrom, to);
    this.readParts(from, to, isNegated);
    this.countSide(sideOf(word), isNegated);
    this.reach = negations.has(word) ? REACH : this.reach - 1;
    this.before = hash;
    this.beforeFrom = from;
    return to;
  }

  /** Parts of a word, its edges marked. */
  private readParts(from: number, to: number, isNegated: boolean): void {
    const { text } = this;
    if (to - from < SHORTEST_PART) return;
    const kind = isNegated ? PART ^ NEGATED : PART;
    for (let start = from - 1; start < to; start++) {
      let hash = SEED;
      for (let end = start; end <= to && end - start < LONGEST_PART; end++) {
        hash = Math.imul(hash ^ (end < from || end === to ? 32 : text.charCodeAt(end)), PRIME);
        if (end - start + 1 >= SHORTEST_PART) this.add(hash ^ kind, Math.max(start, from), Math.min(end + 1, to));
      }
    }
  }

  /** A run of Han: every one to three characters, and the listed words in it. */
  private readHan(from: number): number {
    const { text } = this;
    let to = from + 1;
    while (to < text.length && isHan(text.charCodeAt(to))) to++;
    for (let start = from; start < to; start++) {
      let hash = SEED;
      for (let end = start; end < to && end - start < LONGEST_HAN; end++) {
        hash = Math.imul(hash ^ text.charCodeAt(end), PRIME);
        this.add(hash ^ (HAN + (end - start)), start, end + 1);
      }
    }
    for (let at = from; at < to; ) at += this.readListed(at, to);
    this.before = 0;
    return to;
  }

  /** Counts the longest listed word that begins here; how far to go on. */
  private readListed(at: number, to: number): number {
    for (let length = Math.min(LONGEST_LISTED, to - at); length > 0; length--) {
      const side = listedHan.get(this.text.slice(at, at + length));
      if (side === undefined) continue;
      const isNegated = at > 0 && '不没别未无'.includes(this.text[at - 1] as string);
      this.countSide(side, isNegated);
      return length;
    }
    return 1;
  }

  /** An emoticon in brackets (as on Weibo): as one sign; the characters in it are read as any others. */
  private readTag(from: number): number {
    const to = this.text.indexOf(']', from);
    if (to < 0 || to - from > 9) return from + 1;
    this.add(hashOf(this.text, from, to, SEED) ^ TAG, from, to + 1);
    return from + 1;
  }

  private readMark(from: number, code: number): number {
    const to = from + (code >= 0xd800 && code <= 0xdbff ? 2 : 1);
    this.add(hashOf(this.text, from, to, SEED) ^ TAG, from, to);
    const next = this.text.charCodeAt(to);
    if (next > 0x20 && !isWordCode(next) && !isHan(next)) this.add(hashOf(this.text, from, to + 1, SEED) ^ TAG, from, to + 1);
    this.reach = 0;
    this.before = 0;
    return to;
  }

  private countSide(side: 1 | -1 | undefined, isNegated: boolean): void {
    if (side === undefined) return;
    if (side > 0 !== isNegated) this.sides.good++;
    else this.sides.bad++;
  }

  private readSides(): void {
    const good = Math.min(this.sides.good, MOST_LISTED);
    const bad = Math.min(this.sides.bad, MOST_LISTED);
    this.add(LEXICON * 1000 + good, 0, 0);
    this.add(LEXICON * 2000 + bad, 0, 0);
    this.add(LEXICON * 3000 + Math.sign(good - bad) + 1, 0, 0);
    this.add(LEXICON * 4000 + good * (MOST_LISTED + 1) + bad, 0, 0);
  }
}

function sideOf(word: string): 1 | -1 | undefined {
  return listed.get(word) ?? stems.find(([stem]) => word.startsWith(stem))?.[1];
}

function hashOf(text: string, from: number, to: number, seed: number): number {
  let hash = seed;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME);
  return hash;
}

function scrambled(hash: number): number {
  let x = hash ^ (hash >>> 15);
  x = Math.imul(x, 0x2c1b3c6d);
  x ^= x >>> 12;
  x = Math.imul(x, 0x297a2d39);
  return (x ^ (x >>> 15)) >>> 0;
}

/** Letters and digits of scripts that part their words. */
function isWordCode(code: number): boolean {
  if (code < 0x80) return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
  return code >= 0xc0 && code < 0x2000 && code !== 0xd7 && code !== 0xf7;
}

function isHan(code: number): boolean {
  return (code >= 0x3400 && code <= 0x9fff) || (code >= 0x3040 && code <= 0x30ff);
}
