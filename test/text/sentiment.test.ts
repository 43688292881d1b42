import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { sentimentOf } from '../../src/text/sentiment';

describe('a text speaks', () => {
  it.each([
    ['positive', 'I love this lamp, great quality!'],
    ['positive', 'not bad at all'],
    ['positive', "can't complain"],
    ['positive', '东西没有问题，很满意'],
    ['positive', '不难吃'],
    ['positive', '不错，推荐'],
    ['positive', '東西很好，老闆親切'],
    ['negative', 'This is not good.'],
    ['negative', 'Not. Terrible service, never again'],
    ['negative', "don't recommend it"],
    ['negative', '不好'],
    ['negative', '不太好吃'],
    ['negative', '垃圾，再也不买了'],
    ['neutral', 'The shop opens at nine.'],
    ['neutral', '今天开店'],
    ['neutral', 'great lamp, terrible box'],
    [null, 'Die neue Lampe ist wirklich schön und leise, ich mag sie sehr'],
    [null, ''],
  ])('%s: "%s"', (label, text) => expect(sentimentOf(text).label).toBe(label));

  it('and the words that decided are told, with their negation', () => {
    expect(sentimentOf('Not a good lamp, but nice').words).toEqual([
      { word: 'not good', weight: -1 },
      { word: 'nice', weight: 1 },
    ]);
    expect(sentimentOf('没有问题，好看').words).toEqual([
      { word: '没有问题', weight: 1 },
      { word: '好看', weight: 1 },
    ]);
  });
});

const DATA = path.join(__dirname, '../../../shared/data/sentiment');
const available = existsSync(DATA);
if (!available) console.warn(`${DATA} is absent: the accuracy on labelled texts is not measured`);

interface Labelled {
  text: string;
  label: string;
}
const rowsOf = (file: string) =>
  parse(readFileSync(path.join(DATA, file)), { columns: true, bom: true, relax_quotes: true }) as Record<string, string>[];
const moods: Record<string, string> = { happy: 'positive', neutral: 'neutral', angry: 'negative', sad: 'negative', fear: 'negative' };

const SETS: Record<string, () => Labelled[]> = {
  'English tweets, three classes': () =>
    rowsOf('en/tweet_sentiment_extraction.csv').map((row) => ({ text: row.text ?? '', label: row.sentiment ?? '' })),
  'Chinese meal reviews, two classes': () =>
    rowsOf('zh/waimai_10k.csv').map((row) => ({ text: row.review ?? '', label: row.label === '1' ? 'positive' : 'negative' })),
  'Chinese product reviews, two classes': () =>
    rowsOf('zh/online_shopping_8_cats.csv').map((row) => ({ text: row.review ?? '', label: row.label === '1' ? 'positive' : 'negative' })),
  'Chinese microblogs, three classes': () =>
    (
      JSON.parse(readFileSync(path.join(DATA, 'zh/smp2020_ewect/usual_test_labeled.json'), 'utf8')) as { content: string; label: string }[]
    ).flatMap(({ content, label }) => (moods[label] ? [{ text: content, label: moods[label] }] : [])),
};

/** Every n-th text, so that a run stays short; on two-class sets `decided` counts the texts that are not called neutral. */
function measure(all: Labelled[]) {
  const sample = all.filter((_, place) => place % Math.ceil(all.length / 3000) === 0);
  const judged = sample.map(({ text, label }) => ({ label, found: sentimentOf(text).label }));
  const right = judged.filter(({ label, found }) => label === found).length;
  const decided = judged.filter(({ found }) => found === 'positive' || found === 'negative');
  const rightOfDecided = decided.filter(({ label, found }) => label === found).length;
  return {
    texts: sample.length,
    accuracy: right / sample.length,
    decided: decided.length / sample.length,
    accuracyOfDecided: rightOfDecided / decided.length,
  };
}

(available ? describe : describe.skip)('measured on labelled texts (floors are what the word lists reached, less two points)', () => {
  it.each([
    ['English tweets, three classes', 0.65, 0.7],
    ['Chinese meal reviews, two classes', 0.7, 0.86],
    ['Chinese product reviews, two classes', 0.76, 0.87],
    ['Chinese microblogs, three classes', 0.56, 0.67],
  ])('%s: accuracy at least %f, and %f where it decides', (name, floor, floorOfDecided) => {
    const measured = measure((SETS[name] as () => Labelled[])());
    process.stdout.write(`${name}: ${JSON.stringify(measured)}\n`);
    expect(measured.texts).toBeGreaterThan(1000);
    expect(measured.accuracy).toBeGreaterThan(floor);
    expect(measured.accuracyOfDecided).toBeGreaterThan(floorOfDecided);
  });
});
