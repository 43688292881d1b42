import fc from 'fast-check';
import { Client } from 'pg';
import { AdDay } from '../../entities/facts/AdDay';
import { FxDay } from '../../entities/facts/FxDay';
import { Mention } from '../../entities/facts/Mention';
import { SearchDay } from '../../entities/facts/SearchDay';
import { Touch } from '../../entities/facts/Touch';
import { BadRecord } from '../../ingest/errors';
import { layoutOf } from '../../ingest/fact-layout';
import { factRow } from '../../ingest/fact-row';
import { copyRows } from '../../src/database/copy';
import { personKey } from '../../src/lib/person-key';
import { type TestDatabase, testDatabase } from '../support/database';

const campaign = { key: 'x:1', name: 'One', platform: 'x', channel: 'paid' };
const ad = { day: '2026-02-28', campaign };
const mention = { day: '2026-02-28', brand: 'lumen', post: 'p' };

test('what a row does not carry is null, and empty in a key', () => {
  const { links, keys, values } = factRow(AdDay, 0, { ...ad, ad: 'a', clicks: 3n, impressions: 7, spend: -5n });
  expect(links).toEqual([{ ...campaign, brand: null }]);
  expect(keys.split('\t')).toEqual(['', 'a', '', '']);
  expect(Object.fromEntries(layoutOf(AdDay).values.map(({ property }, at) => [property, values.split('\t')[at]]))).toEqual({
    account: '\\N',
    creative: '\\N',
    currency: '\\N',
    impressions: '7',
    clicks: '3',
    spend: '-5',
    conversionsClaimed: '\\N',
    revenueClaimed: '\\N',
  });
});

test('of a person nothing is written but a key, and a touch of nobody is refused', () => {
  const touch = { day: '2026-02-28', brand: 'lumen', touch: 't' };
  const written = (person: string) => factRow(Touch, 0, { ...touch, person }).keys.split('\t')[0];
  expect(written('Mei@Example.com ')).toBe(personKey('mei@example.com'));
  expect(written(personKey('mei@example.com'))).toBe(personKey('mei@example.com'));
  expect(written('mei\t')).toMatch(/^[0-9a-f]{64}$/);
  for (const person of ['', '  '])
    expect(() => factRow(Touch, 0, { ...touch, person })).toThrow(
      'expected what the source calls the person'.replace('expected ', 'is not '),
    );
});

test('an amount is written with all its digits, however many it has', () => {
  const written = (spend: bigint) => factRow(AdDay, 0, { ...ad, spend }).values.split('\t')[5];
  for (const digits of Array.from({ length: 19 }, (_, at) => at)) {
    const ten = 10n ** BigInt(digits);
    for (const value of [ten, ten - 1n, ten + 1n, ten * 7n + 9n].filter((each) => each < 2n ** 63n)) {
      expect([written(value), written(-value)]).toEqual([String(value), String(-value)]);
    }
  }
  fc.assert(fc.property(fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n }), (value) => expect(written(value)).toBe(String(value))));
});

test.each<[string, typeof AdDay | typeof FxDay | typeof Mention, object, string, string]>([
  ['a day that is none', AdDay, { ...ad, day: '2026-02-29' }, 'day', '2026-02-29'],
  ['a day before the hub begins', AdDay, { ...ad, day: '1989-12-31' }, 'day', '1989-12-31'],
  ['no day', AdDay, { campaign }, 'day', 'undefined'],
  ['a broken count', AdDay, { ...ad, clicks: 1.5 }, 'clicks', '1.5'],
  ['a count beyond what a float holds', AdDay, { ...ad, clicks: 2 ** 53 }, 'clicks', '9007199254740992'],
  ['money beyond 64 bits', AdDay, { ...ad, spend: 2n ** 63n }, 'spend', '9223372036854775808'],
  ['money that passed through a float', AdDay, { ...ad, spend: 1.25 }, 'spend', '1.25'],
  ['a currency in small letters', AdDay, { ...ad, currency: 'eur' }, 'currency', 'eur'],
  ['an exchange rate of no currency', FxDay, { day: '2026-01-01', currency: '', perEuro: 1n }, 'currency', ''],
  ['a text with NUL', Mention, { ...mention, text: 'a\0b' }, 'text', 'a\\0b'],
  ['a number for a text', Mention, { ...mention, author: 7 }, 'author', '7'],
  ['an instant that is none', Mention, { ...mention, publishedAt: new Date('x') }, 'publishedAt', 'Invalid Date'],
  ['a campaign without a key', AdDay, { ...ad, campaign: { ...campaign, key: '' } }, 'campaign.key', ''],
])('%s is refused with its place and value', (_what, fact, values, place, value) => {
  const refused = () => factRow(fact, 0, values);
  expect(refused).toThrow(BadRecord);
  expect(refused).toThrow(expect.objectContaining({ place, value }));
});

test('a row of search that does not say whether it is a site total or of a query is refused: no question would find it', () => {
  const search = { day: '2026-02-28', brand: 'lumen', query: 'tea', clicks: 3 };
  for (const scope of ['query', 'property'] as const) expect(factRow(SearchDay, 0, { ...search, scope }).keys.split('\t')[0]).toBe(scope);
  for (const scope of [undefined, null, '', 'web']) {
    expect(() => factRow(SearchDay, 0, { ...search, scope })).toThrow(`scope: "${scope ?? ''}" is not property or query`);
  }
});

test('a key that no index could hold is refused, and half a character is made whole', () => {
  expect(() => factRow(Mention, 0, { ...mention, post: '长'.repeat(801) })).toThrow(
    'the texts of the key have 2403 bytes together; 2400 at most',
  );
  expect(factRow(Mention, 0, { ...mention, post: 'a\ud800' }).keys).toBe('a\ufffd');
});

describe('COPY', () => {
  let test_: TestDatabase;
  let client: Client;
  beforeAll(async () => {
    test_ = await testDatabase();
    client = new Client({ connectionString: test_.superuserUrl });
    await client.connect();
    await client.query('CREATE TABLE public.copied (at integer, text text)');
  });
  afterAll(async () => {
    await client?.end();
    await test_?.drop();
  });

  test('gives back every text as it was', async () => {
    const texts = ['', '\\N', '\\', 'a\tb', 'a\nb', 'a\r\nb', '\b\f\v', '\\.', 'ä 中 👩‍👩‍👧', '\'"', ' x ', null, 'x'.repeat(200_000)];
    await copyRows(
      client as never,
      'public.copied',
      ['at', 'text'],
      texts.map((text, at) => [String(at), text]),
    );
    const { rows } = await client.query('SELECT text FROM public.copied ORDER BY at');
    expect(rows.map(({ text }) => text)).toEqual(texts);
  });

  test('throws what the server has against a row, and the connection goes on', async () => {
    await expect(copyRows(client as never, 'public.copied', ['at', 'text'], [['x', 'y']])).rejects.toThrow(
      /invalid input syntax for type integer: "x"/,
    );
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });
});
