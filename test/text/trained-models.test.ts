import { readFileSync } from 'node:fs';
import path from 'node:path';
import { featuresOf, labelledFolder, labelledSets, splitTexts } from '../../bench/text/labelled-sets';
import { measureModel } from '../../bench/text/measure-model';
import { LEXICON_SENTIMENT } from '../../src/text/lexicon-sentiment';
import { LinearSentiment } from '../../src/text/linear-sentiment';
import { modelFile, readModelFile } from '../../src/text/model-file';
import { MOODS } from '../../src/text/sentiment-model';
import { FEATURES_VERSION, textFeatures } from '../../src/text/text-features';
import { trainLinear } from '../../src/text/train-linear';

const bytes = readFileSync(path.join(__dirname, '../../src/text/weights/sentiment-en.bin'));
const shipped = readModelFile(bytes);
const english = new LinearSentiment('linear-en-1', shipped.model);

describe('the English model that is shipped', () => {
  it('is below a megabyte and names the sets that it was trained from, with licences that allow it', () => {
    expect(bytes.length).toBeLessThan(1_000_000);
    expect(shipped.card.sets.map(({ licence }) => licence)).toEqual(['CC BY 4.0', 'CC0 1.0']);
  });

  it.each([
    ['positive', 'I love this lamp, the light is beautiful'],
    ['negative', 'Worst service ever, my order never came'],
    ['negative', 'This is not good at all'],
    ['neutral', 'The shop opens at nine on Friday'],
  ])('says %s: "%s"', (label, text) => {
    const judged = english.judgeOne({ text, written: 'en' });
    expect(judged).toMatchObject({ label, model: 'linear-en-1' });
    if (label !== 'neutral') expect(Math.sign(judged.score as number)).toBe(label === 'positive' ? 1 : -1);
  });

  it('says which words weighed most', () => {
    const words = english.explain({ text: 'the delivery was terrible but I love the lamp', written: 'en' }, 2);
    expect(words.map(({ word, weight }) => [word, Math.sign(weight)])).toEqual(
      expect.arrayContaining([
        ['terrible', -1],
        ['love', 1],
      ]),
    );
  });
});

it('reads from texts the features that models were trained on (another sum is another FEATURES_VERSION)', () => {
  const texts = [
    "I don't like the NEW lamp, it's not good!! :( https://a.example @me",
    '收到就是破的，[怒]客服還不理人，不好用',
    'mixed 云茶 is lovely 👍',
  ];
  const sum = texts
    .flatMap((text) => [...textFeatures(text).hashes])
    .reduce((total, hash) => (Math.imul(total, 31) + hash) >>> 0, FEATURES_VERSION);
  expect(sum).toBe(1_505_874_083);
});

describe('a model', () => {
  const samples = ['good lamp', 'great lamp', 'bad lamp', 'awful lamp', 'a lamp'].map((text, i) => ({
    hashes: textFeatures(text).hashes,
    classNo: [2, 2, 0, 0, 1][i] as number,
  }));
  const train = (seed: number) => trainLinear(samples, { classes: MOODS, bits: 12, seed });

  it('is the same bit for bit when it is trained again', () => expect(train(3).weights).toEqual(train(3).weights));
  it('is written to a file and read back as it was', () => {
    const card = { name: 'mine', version: '2', language: 'en', sets: [] };
    expect(readModelFile(modelFile(card, train(3)))).toEqual({ card, model: train(3) });
  });
  it('is refused when the file is something else', () =>
    expect(() => readModelFile(Buffer.from('{"a": 1}'))).toThrow('begins with "{"a""; expected BHM1'));
  it('is not trained from nothing', () => expect(() => trainLinear([], { classes: MOODS })).toThrow('no labelled texts'));
});

const folder = labelledFolder();
if (!folder) console.warn('../shared/data/sentiment is absent: the accuracy of trained models is not measured');

(folder ? describe : describe.skip)('measured on labelled texts that it was not trained from', () => {
  const sets = labelledSets(folder as string);
  const told = (what: string, found: object) => process.stdout.write(`${what}: ${JSON.stringify(found)}\n`);

  it('the shipped English model has a macro F1 of at least 70 on tweets, and beats the word lists by five points', () => {
    const { test } = splitTexts(sets.tweets());
    const found = measureModel(english, test);
    const lists = measureModel(LEXICON_SENTIMENT, test.slice(0, 1500));
    told('English tweets', { found, lists });
    expect(found.n).toBeGreaterThan(5000);
    expect(found.macroF1).toBeGreaterThan(0.7);
    expect((found.macroF1 as number) - (lists.macroF1 as number)).toBeGreaterThan(0.05);
  });

  it('one Chinese model, trained here from a part of the sets, reaches what its sets allow', () => {
    const meals = splitTexts(sets.meals());
    const goods = splitTexts(sets.goods());
    const third = goods.train.filter((_, no) => no % 3 === 0);
    const train = [...meals.train, ...third, ...sets.posts('usual_test'), ...sets.posts('virus_train')];
    const chinese = new LinearSentiment('zh', trainLinear(featuresOf(train), { classes: MOODS, epochs: 3, rate: 0.1 }));
    const found = {
      meals: measureModel(chinese, meals.test).accuracy,
      goods: measureModel(
        chinese,
        goods.test.filter((_, no) => no % 3 === 0),
      ).accuracy,
      usual: measureModel(chinese, sets.posts('usual_eval')).macroF1,
      virus: measureModel(chinese, sets.posts('virus_test')).macroF1,
    };
    told('Chinese', found);
    expect(found.meals).toBeGreaterThan(0.885);
    expect(found.goods).toBeGreaterThan(0.915);
    expect(found.usual).toBeGreaterThan(0.75);
    expect(found.virus).toBeGreaterThan(0.755);
  });
});
