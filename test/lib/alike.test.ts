import { alike } from '../../src/lib/alike';

const NAMES = ['spend', 'splitSpend', 'sessions', 'roasClaimed', 'creatorRoas', 'cpc', 'ctr', 'nps'];

describe('the names that a misspelt word may have meant', () => {
  test.each([
    ['spnd', ['spend']],
    ['Spend', ['spend', 'splitSpend']],
    ['spendings', ['spend']],
    ['roas', ['creatorRoas', 'roasClaimed']],
    ['ctc', ['cpc', 'ctr']],
    ['weather', []],
    ['', []],
  ])('are, for "%s", %j', (word, names) => expect(alike(word, NAMES)).toEqual(names));

  test('are five at most', () =>
    expect(
      alike(
        'metric',
        Array.from({ length: 9 }, (_, i) => `metric${i}`),
      ),
    ).toHaveLength(5));
});
