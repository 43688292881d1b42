import { readMention } from '../../src/text/read-mention';
import { spamOf } from '../../src/text/spam';
import { topicsOf } from '../../src/text/topics';

it.each([
  ['delivery', 'Three weeks and the parcel is still not here, late again'],
  ['safety', '用完脸又红又痒，过敏了'],
  ['authenticity', '在官方店買到假貨'],
  ['price', 'the new lamp is overpriced'],
])('a text is about %s: "%s"', (topic, text) => expect(topicsOf(text)[0]?.topic).toBe(topic));

it('a text may be about nothing that is listed, and a word inside another tells nothing', () => {
  expect(topicsOf('我在车站等你')).toEqual([]);
  expect(topicsOf('a translator of salesian priceless texts')).toEqual([]);
});

it('says which signs of spam a text shows', () => {
  expect(spamOf('加微信 wx 领取优惠，店里每天都有新的活动 https://a.example https://b.example')).toEqual({
    score: 0.85,
    signs: ['asks to buy, follow or write', 'two or more addresses'],
  });
  expect(spamOf('I bought the lamp last week and it works')).toEqual({ score: 0, signs: [] });
});

it('reads all of a mention at once, by the word lists where no model is trained', () => {
  expect(readMention('雲茶的禮盒收到就是破的，負評', {})).toMatchObject({
    written: 'zh-Hant',
    sentiment: { label: 'negative', model: 'words-1' },
    topic: 'delivery',
    isSpam: false,
  });
});

it("lets the source's word decide between the forms of Chinese where the text does not", () => {
  expect(readMention('好吃', {}, 'zh-TW').written).toBe('zh-Hant');
});
