import { inWorkspace } from '../../src/database/session';
import { type ServerUnderTest, serverUnderTest } from '../graph/running-server';
import { seedWorkspace } from './seeded-workspace';

const TEXTS: readonly [day: string, time: string | null, language: string, sentiment: string, text: string | null][] = [
  ['2026-11-20', '08:00', 'en', 'positive', 'Love the Kumo trail runners, best shoes ever'],
  ['2026-11-20', '09:00', 'en', 'negative', 'The shoes fell apart after a week'],
  ['2026-11-21', '07:00', 'zh', 'positive', '云岸跑鞋真香，缓震很好！'],
  ['2026-11-21', null, 'zh', 'neutral', '跑步的鞋哪双好'],
  ['2026-11-22', '07:00', 'zh', 'negative', 'Kumo跑鞋质量差'],
  ['2026-11-22', '06:00', 'en', 'neutral', null],
];

describe('mentions', () => {
  let server: ServerUnderTest;

  beforeAll(async () => {
    server = await serverUnderTest();
    const { brandId, sourceId } = await seedWorkspace(server, 1, 'spring');
    await server.run("SELECT hub.ensure_partitions('mention', '2026-10-01', '2026-11-22')");
    for (const [n, [day, time, language, sentiment, text]] of TEXTS.entries()) {
      await server.run(
        `INSERT INTO fact.mention (workspace_id, day, source_id, brand_id, post, published_at, language, sentiment, text, engagements, page_id, record_no, recorded_at)
         VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, 1, 0, now())`,
        [day, sourceId, brandId, `post ${n}`, time && `${day}T${time}:00.123456Z`, language, sentiment, text, n],
      );
    }
    // Another brand's, long ago.
    await server.run(
      `INSERT INTO fact.mention (workspace_id, day, source_id, brand_id, post, text, page_id, record_no, recorded_at)
       VALUES (1, '2026-10-01', $1, 0, 'old', 'old shoes', 1, 0, now())`,
      [sourceId],
    );
  });
  afterAll(() => server.close());

  /** The days and the places in TEXTS (null: the old one) of the mentions that an answer shows. */
  async function found(given: string): Promise<unknown[]> {
    const { body } = await server.ask(`{ mentions(${given}) { totalCount edges { node { engagements } } } }`);
    expect(body.errors).toBeUndefined();
    const places = body.data.mentions.edges.map(({ node }: { node: { engagements: number | null } }) => node.engagements);
    expect(body.data.mentions.totalCount).toBe(places.length);
    return places;
  }

  it('are the newest first, as they were read', async () => {
    expect(await found('first: 20')).toEqual([4, 5, 2, 3, 1, 0, null]);
    const { body } = await server.ask(
      '{ mentions(first: 1) { edges { node { day publishedAt language sentiment text views brand { key } } } pageInfo { hasNextPage } } }',
    );
    expect(body.data.mentions).toEqual({
      edges: [
        {
          node: {
            ...{ day: '2026-11-22', publishedAt: '2026-11-22T07:00:00.123Z', language: 'zh', sentiment: 'negative' },
            ...{ text: 'Kumo跑鞋质量差', views: null, brand: { key: 'spring-brand' } },
          },
        },
      ],
      pageInfo: { hasNextPage: true },
    });
  });

  it('are found by all words that are asked for, in Chinese by neighbouring characters', async () => {
    expect(await found('search: "SHOES"')).toEqual([1, 0, null]);
    expect(await found('search: "shoes kumo"')).toEqual([0]);
    expect(await found('search: "跑鞋"')).toEqual([4, 2]);
    expect(await found('search: "Kumo，跑鞋"')).toEqual([4]);
    expect(await found('search: "鞋"')).toEqual([4, 2, 3]);
    expect(await found('search: "云鞋"')).toEqual([]);
    // Traditional characters find simplified texts: 雲岸, 緩震 and 質量 stand there as 云岸, 缓震 and 质量.
    expect(await found('search: "雲岸 緩震"')).toEqual([2]);
    expect(await found('search: "Kumo 質量"')).toEqual([4]);
    expect(await found(`search: "sho'es | !week"`)).toEqual([]);
    expect(await found('search: "，!?"')).toEqual([]);
  });

  it('are kept by brand, sentiment, language and days', async () => {
    expect(await found('brand: ["spring-brand"], sentiment: ["negative", "neutral"], language: ["en"]')).toEqual([5, 1]);
    expect(await found('brand: ["nobody"]')).toEqual([]);
    expect(await found('range: { from: "2026-11-20", to: "2026-11-21" }')).toEqual([2, 3, 1, 0]);
    expect(await found('range: { last: 1, unit: DAY }, search: "kumo"')).toEqual([4]);
  });

  it('go on where a page ends, whatever their instants hold', async () => {
    const seen: unknown[] = [];
    let after = '';
    for (let pages = 0; pages < 7; pages++) {
      const { body } = await server.ask(
        `{ mentions(first: 2${after}) { totalCount edges { cursor node { engagements } } pageInfo { hasNextPage endCursor } } }`,
      );
      const { totalCount, edges, pageInfo } = body.data.mentions;
      seen.push(...edges.map(({ node }: { node: { engagements: number } }) => node.engagements));
      expect([totalCount, pageInfo.endCursor]).toEqual([7, edges.at(-1).cursor]);
      if (!pageInfo.hasNextPage) break;
      after = `, after: "${pageInfo.endCursor}"`;
    }
    expect(seen).toEqual([4, 5, 2, 3, 1, 0, null]);
  });

  it('refuse a cursor of another list, and a page that is too long', async () => {
    const { campaigns } = (await server.ask('{ campaigns(first: 1) { pageInfo { endCursor } } }')).body.data;
    const wrong = await server.ask(`{ mentions(after: "${campaigns.pageInfo.endCursor}") { totalCount } }`);
    expect(wrong.body.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    expect((await server.ask('{ mentions(first: 501) { totalCount } }')).body.errors?.[0]?.extensions?.code).toBe('LIMIT_EXCEEDED');
  });

  it('are told of a workspace only where it is entered, though the search sees the tables as their owner', async () => {
    const ask =
      'SELECT count(*)::integer AS n FROM hub.find_mentions(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 100)';
    const other = await server.workspace('other');
    expect(await inWorkspace(server.database, 1, (session) => session.query(ask))).toEqual([{ n: 7 }]);
    expect(await inWorkspace(server.database, other, (session) => session.query(ask))).toEqual([{ n: 0 }]);
    expect(await server.database.query(ask)).toEqual([{ n: 0 }]);
  });
});
