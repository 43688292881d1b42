import { AcceptanceHub, type Data } from '../support/acceptance-hub';
import { rawSays } from '../support/acceptance-raw';

const DAYS = { from: '2026-07-20', to: '2026-09-17' };
const CELLS = 50;

/** What can be asked of a fact, and where its rows hold a dimension, in an analyst's words. */
interface Subject {
  fact: string;
  metrics: string[];
  by: Record<string, string>;
}

const OF_ALL = { BRAND: `coalesce(b.key, '')`, SOURCE: 's.key' };
const SUBJECTS: Subject[] = [
  {
    fact: 'ad_day',
    metrics: [
      'spend',
      'impressions',
      'clicks',
      'conversionsClaimed',
      'revenueClaimed',
      'ctr',
      'cpc',
      'cpm',
      'cpa',
      'cvrClick',
      'roasClaimed',
    ],
    by: { ...OF_ALL, CHANNEL: 'c.channel', PLATFORM: 'c.platform', CAMPAIGN: 'c.key', DEVICE: 'f.device' },
  },
  {
    fact: 'order_line',
    metrics: ['revenue', 'orders', 'newCustomers', 'averageOrderValue', 'refundedRevenue', 'returningCustomerRate'],
    by: { ...OF_ALL, PRODUCT: 'f.product', REGION: 'f.region' },
  },
  {
    fact: 'mention',
    metrics: ['mentions', 'netSentiment', 'polarSentiment'],
    by: { ...OF_ALL, PLATFORM: 'f.platform', LANGUAGE: 'f.language' },
  },
  {
    fact: 'search_day',
    metrics: ['searchClicks', 'searchImpressions', 'searchCtr', 'searchPosition'],
    by: { ...OF_ALL, REGION: 'f.region', DEVICE: 'f.device', QUERY: 'f.query' },
  },
];

const ASK = `query ($query: MetricQueryInput!) {
  metrics(query: $query) { asOf rows { period dimensions { dimension key } values { metric value lineage } } }
}`;
const LINEAGE = `query ($cell: ID!) {
  lineage(cell: $cell) {
    value recomputed factRows definition { name }
    records(first: 100) { sourceKey raw values run { id status source { id } } }
    runs { id }
  }
}`;

/** The same rolls on every run: a whole number from 0 to below `below`. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

describe('from a number to where it came from', () => {
  let hub: AcceptanceHub;
  /** An instant between the first pull and the second, which restated days. */
  let then: string;

  beforeAll(async () => {
    const chosen = [
      'google-ads-lumina',
      'meta-ads-verdane',
      'shopify-lumina',
      'shopify-verdane',
      'search-console-lumina',
      'mastodon',
      'feeds',
      'ecb',
    ];
    hub = await AcceptanceHub.open({ today: '2026-09-18', sources: ({ key }) => chosen.includes(key) });
    await hub.pullAll(DAYS);
    then = (await hub.ask(ASK, { query: { select: ['spend'], range: DAYS } })).metrics.asOf;
    hub.goTo('2026-09-23');
    await hub.pullAll();
  });
  afterAll(() => hub?.close());

  /** A random cell: some metric of some fact by one or two dimensions, in days, weeks, months or whole. */
  async function randomCell(roll: (below: number) => number, asOf: string | null) {
    const pick = <T>(items: readonly T[]) => items[roll(items.length)] as T;
    for (;;) {
      const subject = pick(SUBJECTS);
      const metric = pick(subject.metrics);
      const names = Object.keys(subject.by);
      const by = [...new Set([pick(names), pick(names)])];
      const grain = pick([null, 'DAY', 'WEEK', 'MONTH'] as const);
      const query = { select: [metric], by, grain, range: DAYS, currency: pick(['CNY', 'USD', 'EUR']), asOf, first: 500 };
      const { rows } = (await hub.ask(ASK, { query })).metrics;
      const known = rows.filter(({ values }: Data) => values[0].value !== null);
      if (known.length > 0) return { subject, metric, grain, row: pick<Data>(known) };
    }
  }

  /** How many rows of the fact are in the cell, as of an instant. */
  async function plainCount(subject: Subject, grain: string | null, row: Data, asOf: string | null): Promise<number> {
    const named = row.dimensions as { dimension: string; key: string }[];
    const demands = named.map(({ dimension }, i) => `coalesce(${subject.by[dimension]}, '') = $${i + 5}`);
    // Search is told twice: whole-site totals, and rows by query.
    if (subject.fact === 'search_day')
      demands.push(`f.scope = '${named.some(({ dimension }) => dimension === 'QUERY') ? 'query' : 'property'}'`);
    const ad = subject.fact === 'ad_day';
    const [found] = await hub.sql(
      `SELECT count(*)::int AS count FROM fact.${subject.fact} f JOIN hub.source s ON s.id = f.source_id
         ${ad ? 'JOIN hub.campaign c ON c.id = f.campaign_id' : ''} LEFT JOIN hub.brand b ON b.id = ${ad ? 'c' : 'f'}.brand_id
       WHERE f.workspace_id = 1 AND f.day BETWEEN $1 AND $2 AND ($3::text IS NULL OR date_trunc('${grain ?? 'day'}', f.day)::date = $3::date)
         AND ($4::text IS NULL OR f.recorded_at <= $4::timestamptz) AND ${demands.join(' AND ')}`,
      [DAYS.from, DAYS.to, row.period, asOf, ...named.map(({ key }) => key)],
    );
    return found.count;
  }

  it('the second pull restated what the first had said', async () => {
    const facts = await hub.sql('SELECT fact, count(*)::int AS count FROM hub.revision GROUP BY fact ORDER BY fact');
    expect(facts.map(({ fact }) => fact)).toEqual(expect.arrayContaining(['ad_day', 'order_line']));
  });

  it.each([
    ['now', false],
    ['as of an instant before the restatement', true],
  ])(
    `${CELLS / 2} random cells %s: the value is that of its rows, and every row names its run and its raw record`,
    async (_words, past) => {
      const roll = dice(past ? 7 : 11);
      const asOf = past ? then : null;
      for (let i = 0; i < CELLS / 2; i++) {
        const { subject, metric, grain, row } = await randomCell(roll, asOf);
        const [cell] = row.values;
        const { lineage } = await hub.ask(LINEAGE, { cell: cell.lineage });
        const place = `${metric} ${JSON.stringify(row.dimensions)} ${grain} ${row.period}`;
        expect([place, lineage.definition.name, lineage.value, lineage.recomputed]).toEqual([place, metric, cell.value, cell.value]);
        expect([place, lineage.factRows]).toEqual([place, await plainCount(subject, grain, row, asOf)]);
        expect([place, lineage.records.length]).toEqual([place, Math.min(lineage.factRows, 100)]);
        const runs = new Set(lineage.runs.map(({ id }: Data) => id));
        for (const record of lineage.records) {
          expect(runs).toContain(record.run.id);
          expect(record.run.status).toBe('SUCCEEDED');
          const [told, stored] = rawSays(record.sourceKey, JSON.parse(record.raw), JSON.parse(record.values));
          expect([place, told]).toEqual([place, stored]);
        }
      }
    },
  );
});
