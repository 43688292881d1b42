import { labelledFolder, labelledSets } from '../../bench/text/labelled-sets';
import { simplifiedText } from '../../src/text/fold-text';
import { type Written, writtenLanguage } from '../../src/text/written-language';

it.each([
  ['zh-Hans', '这盏灯真的很好用，推荐给大家'],
  ['zh-Hant', '這盞燈真的很好用'],
  ['zh-Hant', '嗰間鋪頭好好食㗎'],
  ['zh-Hans', '刚买了 iPhone 17 Pro，开心！'],
  ['mixed', 'I really love this new lamp 这盏灯真的太好看了'],
  ['en', 'I love the new lamp, it is bright and quiet'],
  ['en', 'my 云茶 arrived today and it is lovely'],
  ['other', 'Die neue Lampe ist wirklich schön und leise, ich mag sie sehr'],
  ['other', '雲のお茶はとても美味しいです'],
  [null, '👍 12:30 https://example.com'],
])('says %s of "%s"', (written, text) => expect(writtenLanguage(text)).toBe(written));

it('takes a text whose characters are written in both forms for the likely one', () => {
  expect(writtenLanguage('好吃，好看')).toBe('zh-Hans');
  expect(writtenLanguage('好吃，好看', 'zh-Hant')).toBe('zh-Hant');
});

it('folds traditional characters into simplified ones, one for one', () => {
  expect(simplifiedText('檯燈與烏龍茶 lamp 雲')).toBe('台灯与乌龙茶 lamp 云');
});

const folder = labelledFolder();
if (!folder) console.warn('../shared/data/sentiment is absent: the language of real texts is not measured');

(folder ? it : it.skip)('is right about 98 of 100 English tweets and 98.5 of 100 Chinese reviews', () => {
  const sets = labelledSets(folder as string);
  const part = (texts: readonly { text: string }[], language: Written) =>
    texts.filter(({ text }) => writtenLanguage(text) === language).length / texts.length;
  const found = { en: part(sets.tweets(), 'en'), hans: part(sets.meals(), 'zh-Hans') };
  process.stdout.write(`language: ${JSON.stringify(found)}\n`);
  expect(found.en).toBeGreaterThan(0.98);
  expect(found.hans).toBeGreaterThan(0.985);
});
