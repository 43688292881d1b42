import { matchBrands } from '../../src/text/match-brands';

const BRANDS = [
  { key: 'kumo', names: ['Kumo Tea', 'Kumo', '云茶', '雲茶'], excludes: ['Kumo-chan', '蜘蛛'] },
  { key: 'lumina', names: ['Lumina', '光曜'], excludes: [] },
  { key: 'loreal', names: ['L’Oréal', "L'Oréal"], excludes: [] },
  { key: 'at', names: ['C++ Café', 'A.B.'], excludes: [] },
];

describe('a brand is named', () => {
  it.each([
    ['on word boundaries in Latin script', 'the new Kumo, at last', ['kumo']],
    ['in any letter case', 'KUMO tea and LUMINA', ['kumo', 'lumina']],
    ['in full-width letters', 'Ｌｕｍｉｎａ 新品', ['lumina']],
    ['in Han anywhere, without boundaries', '我的光曜台灯到了', ['lumina']],
    ['right beside Han', '买了Kumo的茶', ['kumo']],
    ['by a traditional form that is listed', '雲茶很好喝', ['kumo']],
    ['by a hashtag', '#kumo morning', ['kumo']],
    ['by a hashtag without its spaces', 'morning #KumoTea', ['kumo']],
    ['by a hashtag with a line for its space', 'morning #kumo_tea', ['kumo']],
    ['across any kind of space', 'Kumo\u3000Tea', ['kumo']],
    ['with signs of punctuation taken as they are', 'my C++ Café', ['at']],
    ['with an apostrophe', "love L'Oréal's cream", ['loreal']],
    ['once, however often it stands there', 'Lumina, Lumina, Lumina', ['lumina']],
  ])('%s', (_how, text, keys) => expect(matchBrands(text, BRANDS)).toEqual(keys));
});

describe('a brand is not named', () => {
  it.each([
    ['inside a longer word', 'kumonga, alumina and luminance'],
    ['with a digit or a combining mark right beside it', 'Lumina2 and Lumina\u0301'],
    ['when an excluded word stands in the text', 'Kumo-chan drinks Kumo Tea'],
    ['when an excluded word in Han stands in the text', 'Kumo 是蜘蛛的意思'],
    ['by a form that is not listed', '光耀'],
    ['where a point stands for any letter', 'AxBx'],
    ['in a text without words', ''],
  ])('%s', (_how, text) => expect(matchBrands(text, BRANDS)).toEqual([]));

  it('by an empty name', () => expect(matchBrands('anything', [{ key: 'x', names: [''], excludes: [] }])).toEqual([]));
});
