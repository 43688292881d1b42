import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { randomFrom } from '../../src/stats/random';
import { simplifiedText } from '../../src/text/fold-text';
import { DuplicateIndex, similarity, textSignature } from '../../src/text/near-duplicates';

const near = (a: string, b: string) => similarity(textSignature(a)!.minima, textSignature(b)!.minima);

describe('a text repeats another', () => {
  const text = 'The new Kumo Tea gift box arrived damaged and nobody answers my letters';
  it.each([
    ['word for word', text],
    ['in other letters and punctuation', 'the NEW Kumo Tea gift box: arrived damaged, and nobody answers my letters!!'],
    ['as a repost', `RT @user: ${text} https://t.example/x1`],
    ['with a remark', `${text} — same here`],
  ])('%s', (_how, copy) => expect(near(text, copy)).toBeGreaterThan(0.6));
  it('in the other form of Han', () =>
    expect(near('云茶的礼盒收到就是破的，客服还不理人', '雲茶的禮盒收到就是破的，客服還不理人')).toBe(1));
  it('not by the same few words', () => expect(near(text, 'The new lamp arrived and it is lovely in the evening light')).toBeLessThan(0.3));
  it('not when it says next to nothing', () => expect(textSignature('ok 👍 https://a.example')).toBeNull());
});

const DATA = path.join(__dirname, '../../../shared/data/sentiment');
const available = existsSync(DATA);
if (!available) console.warn(`${DATA} is absent: near-duplicates are not measured on real texts`);

/** Six kinds of reposts of one text. */
function reposts(text: string, random: () => number): string[] {
  const cut = Math.ceil(text.length * 0.75);
  const edited = Array.from(text, (sign) => (random() < 0.08 ? '' : sign)).join('');
  return [
    `RT @someone: ${text}`,
    text.toUpperCase().replace(/[,.，。!！]/g, ' '),
    text.slice(0, cut),
    edited,
    `${text} ${'so true, me too 同感'.slice(0, Math.ceil(text.length / 4))}`,
    text,
  ];
}

/** Which part of the shorter text's runs of three signs stands in the other. */
function shared(a: string, b: string): number {
  const [short, long] = [a, b]
    .map((text) => simplifiedText(text.toLowerCase().replace(/https?:\S+|[^\p{L}\p{N}]/gu, '')))
    .sort((x, y) => x.length - y.length) as [string, string];
  const runs = Array.from({ length: Math.max(1, short.length - 2) }, (_, at) => short.slice(at, at + 3));
  return runs.filter((run) => long.includes(run)).length / runs.length;
}

(available ? describe : describe.skip)('measured on real texts with planted reposts', () => {
  it('finds at least 88 of 100, and 99.5 of 100 that it finds are reposts', () => {
    const random = randomFrom(11);
    const rows = (file: string) =>
      parse(readFileSync(path.join(DATA, file)), { columns: true, bom: true, relax_quotes: true }) as Record<string, string>[];
    const all = [
      ...rows('en/tweet_sentiment_extraction.csv').map((row) => row.text ?? ''),
      ...rows('zh/waimai_10k.csv').map((row) => row.review ?? ''),
    ];
    const texts = all.filter((text) => text.length >= 20).filter((_, no) => no % 5 === 0);
    const index = new DuplicateIndex();
    const first = texts.map((text) => index.add(text));
    let planted = 0;
    let found = 0;
    let wrong = 0;
    texts.forEach((text, no) => {
      if (no % 6 !== 0) return;
      for (const copy of reposts(text, random)) {
        const cluster = index.add(copy);
        planted++;
        if (cluster === first[no]) found++;
        else if (cluster < texts.length) wrong++;
      }
    });
    // Of the texts that were joined without being planted: how many hardly share a run of signs.
    const joined = texts.flatMap((text, no) => (first[no] === no ? [] : [[text, texts[first[no] as number] as string] as const]));
    const apart = joined.filter(([a, b]) => shared(a, b) < 0.5);
    const recall = found / planted;
    const precision = found / (found + wrong);
    process.stdout.write(
      `near-duplicates: ${JSON.stringify({ texts: texts.length, planted, recall, precision, joined: joined.length, apart: apart.length })}\n`,
    );
    expect(recall).toBeGreaterThan(0.88);
    expect(precision).toBeGreaterThan(0.995);
    expect(apart.length).toBeLessThanOrEqual(0.005 * (joined.length + planted));
  });
});
