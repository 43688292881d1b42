import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { AdDay } from '../../entities/facts/AdDay';
import { LiveSession } from '../../entities/facts/LiveSession';
import { OrderLine } from '../../entities/facts/OrderLine';
import { SearchDay } from '../../entities/facts/SearchDay';
import { explainChange } from '../../src/metrics/explain-change';
import { lineage } from '../../src/metrics/lineage';
import { type Mapping, mappedValue, type Rule } from '../../src/metrics/mapping/mapping';
import { mappingFaults, parseMappingFile } from '../../src/metrics/mapping/mapping-file';
import { mappedByDatabase, saveMapping, storedMapping } from '../../src/metrics/mapping/stored-mapping';
import type { Question } from '../../src/metrics/question';
import { ASKER, MetricWorld, plain } from './metric-world';

const M = 1_000_000n;
const EXAMPLE = path.join(__dirname, '../../docs/examples/mapping-rules.yaml');
const day = '2026-01-10';

describe('what messy names mean', () => {
  let world: MetricWorld;
  const load = (rules: [string, Rule[]][]) => world.session((session) => saveMapping(session, new Map(rules) as Mapping));
  const ask = async (question: Partial<Question> & Pick<Question, 'select'>) => {
    const [fast, slow] = [await world.ask(question), await world.ask(question, { useRollups: false })];
    expect(fast).toEqual(slow);
    return fast;
  };

  beforeAll(async () => {
    world = await MetricWorld.open();
    const [brand, source] = [await world.brand('acme'), await world.source('shop')];
    const order = (orderId: string, product: string | null, revenue: bigint) => ({
      day,
      source,
      brand,
      orderId,
      product,
      currency: 'EUR',
      revenue: revenue * M,
    });
    await world.load(OrderLine, [
      order('1', 'Green Tea 100g', 10n),
      order('2', 'ＧＲＥＥＮ ＴＥＡ', 5n),
      order('3', 'Teapot', 30n),
      order('4', null, 7n),
      order('5', 'Gift card', 3n),
    ]);
    const campaigns = [await world.campaign('618_tmall', brand), await world.campaign('search', brand)];
    await world.load(
      AdDay,
      campaigns.map((campaign, i) => ({ day, source, campaign, currency: 'EUR', spend: BigInt(100 * (i + 1)) * M })),
    );
    await world.load(LiveSession, [{ day, source, brand, platform: 'douyin', session: 's', currency: 'EUR', gmvPaid: 50n * M }]);
    const search = (scope: string, query: string, clicks: number) => ({ day, source, brand, scope, query, clicks, impressions: 100 });
    await world.load(SearchDay, [search('property', '', 100), search('query', 'acme tea', 30), search('query', 'tea', 20)]);
  });
  afterAll(() => world.close());

  const CATEGORIES: [string, Rule[]] = [
    'CATEGORY',
    [
      { value: 'ware', match: ['*teapot*', '*cup*'], label: { en: 'Tea ware', zhHans: '茶具', zhHant: '茶具' } },
      { value: 'tea', match: ['*tea*'] },
    ],
  ];

  it('without rules has no values, and says so', async () => {
    const answered = await ask({ select: ['revenue'], by: ['CATEGORY'] });
    expect(plain(answered)).toEqual([{ CATEGORY: '', revenue: 55 }]);
    expect(answered.warnings).toContainEqual(expect.objectContaining({ code: 'UNMAPPED' }));
  });

  it('is what the first matching rule says, whatever the case and the width of letters', async () => {
    expect(await load([CATEGORIES])).toBe(true);
    expect(await load([CATEGORIES])).toBe(false);
    const answered = await ask({ select: ['revenue', 'orders'], by: ['CATEGORY'], totals: true });
    expect(plain(answered)).toEqual([
      { CATEGORY: '', revenue: 10, orders: 2 },
      { CATEGORY: 'tea', revenue: 15, orders: 2 },
      { CATEGORY: 'ware', revenue: 30, orders: 1 },
    ]);
    expect(answered.rows.map((row) => row.dimensions[0]?.label)).toEqual(['(none)', 'tea', 'Tea ware']);
    expect(answered.totals?.values[0]?.value).toBe(55);
  });

  it('is filtered by like any dimension, and shows which names are left over', async () => {
    const only = await ask({ select: ['revenue'], where: [{ dimension: 'CATEGORY', op: 'IN', values: ['tea'] }] });
    expect(plain(only)).toEqual([{ revenue: 15 }]);
    const left = await ask({ select: ['revenue'], by: ['PRODUCT'], where: [{ dimension: 'CATEGORY', op: 'IN', values: [''] }] });
    expect(plain(left)).toEqual([
      { PRODUCT: '', revenue: 7 },
      { PRODUCT: 'Gift card', revenue: 3 },
    ]);
  });

  it('is the same in the records behind a number', async () => {
    const { rows } = await world.ask({ select: ['revenue'], by: ['CATEGORY'] });
    for (const row of rows) {
      const found = await world.snapshot((session) => lineage(session, row.values[0]!.lineage));
      expect(found.recomputed).toBe(row.values[0]!.value);
    }
  });

  it('changes for all days with the rules, and stays as it was for whoever asks as of before', async () => {
    const before = await world.ask({ select: ['revenue'], by: ['CATEGORY'] });
    const version = (await world.session((session) => storedMapping(session)))!.recordedAt;
    await load([['CATEGORY', [{ value: 'all', match: ['*'] }]]]);
    const after = await ask({ select: ['revenue'], by: ['CATEGORY'] });
    expect(plain(after)).toEqual([{ CATEGORY: 'all', revenue: 55 }]);
    expect(after.dataVersion).not.toBe(before.dataVersion);
    const then = await world.ask({ select: ['revenue'], by: ['CATEGORY'], asOf: new Date(version.getTime() + 1) });
    expect(plain(then)).toEqual(plain(before));
    const found = await world.snapshot((session) => lineage(session, before.rows[1]!.values[0]!.lineage));
    expect([found.value, found.recomputed]).toEqual([15, 15]);
    await load([CATEGORIES]);
  });

  it('of campaigns is made of their names, and of livestreams is given', async () => {
    await load([['INITIATIVE', [{ value: 'promotion', match: ['*618*'] }]]]);
    expect(plain(await ask({ select: ['spend', 'gmvPaid'], by: ['INITIATIVE'] }))).toEqual([
      { INITIATIVE: '', spend: 200, gmvPaid: null },
      { INITIATIVE: 'livestream', spend: null, gmvPaid: 50 },
      { INITIATIVE: 'promotion', spend: 100, gmvPaid: null },
    ]);
  });

  it('parts a change like any other dimension', async () => {
    const range = { from: day, to: day };
    const question = { metric: 'spend', by: 'INITIATIVE' as const, before: { from: '2026-01-09', to: '2026-01-09' }, after: range };
    await world.load(AdDay, [{ day: '2026-01-09', campaign: 1, ad: 'x', currency: 'EUR', spend: 40n * M }]);
    await world.asOwner(`UPDATE hub.workspace SET reporting_currency = 'EUR'`);
    const { change, parts } = await world.snapshot((session) => explainChange(session, question, ASKER));
    expect(change).toBe(260);
    expect(parts.map(({ label, total }) => [label, total])).toEqual([
      ['(none)', 200],
      ['promotion', 60],
    ]);
  });

  it('parts search by queries into brand and the rest', async () => {
    await load([
      [
        'QUERY_TYPE',
        [
          { value: 'brand', match: ['*acme*'] },
          { value: 'other', match: ['*'] },
        ],
      ],
    ]);
    const answered = await ask({ select: ['searchClicks'], by: ['QUERY_TYPE'] });
    expect(plain(answered)).toEqual([
      { QUERY_TYPE: 'brand', searchClicks: 30 },
      { QUERY_TYPE: 'other', searchClicks: 20 },
    ]);
    expect(answered.warnings.map(({ code }) => code)).toContain('TRUNCATED');
  });

  it('never becomes part of a statement', async () => {
    await load([['CATEGORY', [{ value: `x' OR '1'='1`, match: [`*'; DROP TABLE hub.brand; --*`, '*%*', '*tea*'] }]]]);
    expect(plain(await ask({ select: ['orders'], by: ['CATEGORY'] }))).toEqual([
      { CATEGORY: '', orders: 2 },
      { CATEGORY: `x' OR '1'='1`, orders: 3 },
    ]);
  });

  it('is the same here and in the database, for any names and patterns', async () => {
    const letters = fc.string({
      unit: fc.constantFrom('a', 'B', 'ß', 'É', '茶', 'Ａ', ' ', '%', '_', '\\', '.', '(', '\n', '😀'),
      maxLength: 6,
    });
    const pattern = fc.string({
      unit: fc.constantFrom('a', 'b', 'é', '茶', '*', '?', '%', '_', '\\', '.', '('),
      minLength: 1,
      maxLength: 5,
    });
    const patterns = fc.array(pattern, { minLength: 1, maxLength: 3 });
    const rule = fc.record({ value: fc.constantFrom('x', 'y', 'z'), match: patterns, except: patterns });
    await world.session((session) =>
      fc.assert(
        fc.asyncProperty(fc.array(rule, { maxLength: 4 }), fc.array(letters, { minLength: 1, maxLength: 20 }), async (rules, names) => {
          expect(await mappedByDatabase(session, rules, names)).toEqual(names.map((name) => mappedValue(rules, name)));
        }),
        { seed: 7, numRuns: 150 },
      ),
    );
  });
});

describe('a rules file', () => {
  it('of the examples maps the names of its own tests', () => {
    const mapping = parseMappingFile(readFileSync(EXAMPLE, 'utf8'), 'mapping-rules.yaml');
    expect(mappingFaults(mapping)).toEqual([]);
    expect(mapping.tests.length).toBeGreaterThan(15);
    expect(mapping.rules.get('INITIATIVE')?.[0]).toMatchObject({ value: 'livestream', label: { zhHant: '直播' } });
  });

  it('tells which of its tests find something else', () => {
    const source = 'dimensions: { CATEGORY: [{ value: tea, match: ["*tea*"] }] }\ntests: { CATEGORY: { Green tea: tea, Steak: "" } }';
    expect(mappingFaults(parseMappingFile(source, 'r.yaml'))).toEqual([
      { dimension: 'CATEGORY', name: 'Steak', expected: '', found: 'tea' },
    ]);
  });

  it.each([
    ['dimensions: { COLOUR: [] }', /^r\.yaml:1:\d+ dimensions/],
    ['dimensions:\n  CATEGORY:\n    - value: tea\n      match: []', /^r\.yaml:4:\d+ dimensions\.CATEGORY\.0\.match/],
    ['dimensions:\n  CATEGORY:\n    - match: [a]', /^r\.yaml:3:\d+ dimensions\.CATEGORY\.0\.value/],
    ['dimensions: [', /^r\.yaml:1:\d+ /],
    [
      'dimensions: { CATEGORY: [{ value: a, match: [a], label: { en: A, zh-Hans: 甲, zh-Hant: 甲 } }, { value: a, match: [b], label: { en: B, zh-Hans: 乙, zh-Hant: 乙 } }] }',
      /"a" is called otherwise by an earlier rule/,
    ],
  ])('says where it is wrong: %s', (source, message) => {
    expect(() => parseMappingFile(source, 'r.yaml')).toThrow(message);
  });
});
