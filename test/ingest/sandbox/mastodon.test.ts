import { type Sandbox, startSandbox } from '../../../ingest/sandbox/sandbox';
import { SECRETS } from '../../../ingest/sandbox/secrets';

interface Status {
  id: string;
  created_at: string;
  content: string;
  language: string | null;
  tags: { name: string }[];
  reblog: Status | null;
  favourites_count: number;
}

describe('the sandbox Mastodon', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ today: '2026-11-20' });
  });
  afterAll(() => sandbox.close());

  const authorization = `Bearer ${SECRETS.mastodonToken}`;
  const get = (path: string) => fetch(path.startsWith('http') ? path : `${sandbox.url}/mastodon${path}`, { headers: { authorization } });
  const linkOf = (response: Response, rel: string) => new RegExp(`<([^>]+)>; rel="${rel}"`).exec(response.headers.get('link') ?? '')?.[1];
  const truth = (tag: string) =>
    [...sandbox.world.posts({ from: '2024-11-01', to: '2026-11-20', servedOn: '2026-11-20' })]
      .filter((post) => post.tags.includes(tag))
      .map((post) => post.id);

  it('gives statuses newest first with snowflake ids as text, HTML content and tags', async () => {
    const response = await get('/api/v1/timelines/tag/lumina?limit=40');
    const statuses = (await response.json()) as Status[];
    expect(statuses.length).toBe(40);
    const ids = statuses.map((status) => BigInt(status.id));
    expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? 1 : -1)));
    const plain = statuses.find((status) => status.reblog === null) as Status;
    expect(plain.id).toMatch(/^\d{18}$/);
    expect(plain.content).toMatch(/^<p>.*class="mention hashtag" rel="tag">#<span>lumina<\/span><\/a>.*<\/p>$/i);
    expect(Number(BigInt(plain.id) >> 16n)).toBe(Date.parse(plain.created_at));
  });

  it('walks back over two years by max_id to the last status, every one once', async () => {
    const ids: string[] = [];
    for (let next: string | undefined = '/api/v1/timelines/tag/%E5%85%89%E6%9B%9C?limit=40'; next; ) {
      const response: Response = await get(next);
      ids.push(...((await response.json()) as Status[]).map((status) => status.id));
      next = linkOf(response, 'next');
    }
    expect(ids.toReversed()).toEqual(truth('光曜'));
    expect(ids.length).toBeGreaterThan(100);
  });

  it('walks forward by min_id and then finds only what is new on a later day', async () => {
    const own = await startSandbox({ today: '2026-11-18' });
    let minId = '0';
    const walk = async () => {
      const found: string[] = [];
      for (;;) {
        const response = await fetch(`${own.url}/mastodon/api/v1/timelines/tag/kumotea?limit=40&min_id=${minId}`, {
          headers: { authorization },
        });
        const statuses = (await response.json()) as Status[];
        if (statuses.length === 0) return found;
        found.push(...statuses.map((status) => status.id).toReversed());
        minId = statuses[0]?.id as string;
      }
    };
    const first = await walk();
    expect(first.length).toBeGreaterThan(500);
    expect(new Set(first).size).toBe(first.length);
    own.setToday('2026-11-20');
    const later = await walk();
    const days = [...own.world.posts({ from: '2026-11-19', to: '2026-11-20', servedOn: '2026-11-20' })];
    expect(later).toEqual(days.filter((post) => post.tags.includes('kumotea')).map((post) => post.id));
    await own.close();
  });

  it('never gives more than 40, and since_id leaves the gap that min_id does not', async () => {
    const all = truth('verdane');
    const from = all.at(-60) as string;
    const read = async (query: string) =>
      ((await (await get(`/api/v1/timelines/tag/verdane?limit=80&${query}`)).json()) as Status[]).map((status) => status.id).toReversed();
    expect(await read(`since_id=${from}`)).toEqual(all.slice(-40));
    expect(await read(`min_id=${from}`)).toEqual(all.slice(-59, -19));
  });

  it('finds words in statuses', async () => {
    const { statuses } = (await (await get('/api/v2/search?type=statuses&q=Petalix&limit=10')).json()) as { statuses: Status[] };
    expect(statuses.length).toBe(10);
    expect(statuses.filter((status) => status.reblog === null).every((status) => status.content.toLowerCase().includes('petalix'))).toBe(
      true,
    );
  });

  it('tells its rate limit and when it ends, and wants a token', async () => {
    const response = await get('/api/v1/timelines/tag/nothing');
    expect(await response.json()).toEqual([]);
    expect(response.headers.get('link')).toBeNull();
    expect(Number(response.headers.get('x-ratelimit-remaining'))).toBeLessThan(Number(response.headers.get('x-ratelimit-limit')));
    expect(response.headers.get('x-ratelimit-reset')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    const stranger = await fetch(`${sandbox.url}/mastodon/api/v1/timelines/tag/lumina`);
    expect([stranger.status, await stranger.json()]).toEqual([401, { error: 'The access token is invalid' }]);
  });
});
