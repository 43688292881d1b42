import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { missingColumns } from '../../../ingest/files/missing-columns';
import { openTable } from '../../../ingest/files/open-table';
import { shippedMapping } from '../../../ingest/files/shipped-mapping';
import { connectorNamed, loadConnectors } from '../../../ingest/load-connectors';
import { pageOf } from '../../../ingest/page';
import { blueskyRecord } from '../../../ingest/record/bluesky-post';
import { channel, listOf, video } from '../../../ingest/youtube/resources';
import { parseJson } from '../../../src/lib/lossless-json';
import { mapFile } from '../files/read-all';

const PAYLOADS = path.join(__dirname, '../../../../shared/data/wire_payloads');
const available = existsSync(PAYLOADS);
if (!available) console.warn(`${PAYLOADS} is absent: the recorded bytes are not read`);

interface Recording {
  interactions: {
    request: { method: string; uri: string };
    response: { body: { string: string }; headers: Record<string, string[]>; status: { code: number } };
  }[];
}

interface RecordedAnswer {
  request: { uri: string };
  response: { status: number; body: { string: string } };
}

(available ? describe : describe.skip)('bytes recorded from a Mastodon server', () => {
  const stream = connectorNamed(loadConnectors(), 'mastodon').streams[0]!;
  const timelines = (file: string) =>
    (parse(readFileSync(path.join(PAYLOADS, 'mastodon', file), 'utf8')) as Recording).interactions
      .filter(({ request }) => request.method === 'GET' && /timelines|statuses/.test(request.uri))
      .map(({ request, response }) =>
        pageOf({
          request: { url: request.uri },
          status: response.status.code,
          headers: Object.fromEntries(Object.entries(response.headers).map(([name, values]) => [name.toLowerCase(), values.join(', ')])),
          body: Buffer.from(response.body.string),
        }),
      );

  it.each([
    ['test_hashtag_tl.yaml', 1],
    ['test_public_tl.yaml', 16],
    ['test_public_tl_anonymous.yaml', 8],
    ['test_fetch_next_previous.yaml', 15],
  ])('%s: all of its %d statuses are understood', (file, statuses) => {
    const pages = timelines(file);
    const refused = pages.flatMap((page) => stream.records(page)).filter((record) => !stream.shape.safeParse(record).success);
    expect(pages.flatMap((page) => stream.records(page))).toHaveLength(statuses);
    expect(refused).toEqual([]);
  });

  it('the next page begins after the newest status of this one', () => {
    for (const page of timelines('test_fetch_next_previous.yaml')) {
      const newest = (stream.records(page) as { id: string }[])[0]?.id;
      expect(new URL(stream.next?.(page, undefined as never)?.url ?? '').searchParams.get('min_id')).toBe(newest);
    }
  });
});

(available ? describe : describe.skip)('bytes recorded from the Meta Graph API', () => {
  const stream = connectorNamed(loadConnectors(), 'meta-ads').streams[0]!;
  const folder = path.join(PAYLOADS, 'meta_graph');
  const files = available ? readdirSync(folder).filter((file) => file.endsWith('.json')) : [];
  const pageIn = (file: string) =>
    pageOf({
      request: { url: 'https://graph.facebook.com/v25.0/act_1/insights' },
      status: 200,
      headers: {},
      body: readFileSync(path.join(folder, file)),
    });

  it('both recorded errors are told by their code, not by their status', () => {
    for (const file of ['error.json', 'base__error_data.json']) expect(() => stream.classify?.(pageIn(file))).toThrow(/error 100/);
  });

  it('every list is read page by page, and no token of a next link goes into a request', () => {
    let lists = 0;
    let further = 0;
    for (const file of files) {
      const page = pageIn(file);
      const body = page.json() as { data?: unknown; paging?: { next?: string } };
      if (!Array.isArray(body?.data)) continue;
      lists++;
      expect(stream.records(page)).toEqual(body.data);
      const next = stream.next?.(page, undefined as never) ?? null;
      expect(next === null).toBe(body.paging?.next === undefined);
      if (next === null) continue;
      further++;
      expect(next.url).toMatch(/^https:\/\/graph\.facebook\.com\/v25\.0\/act_1\/insights\?/);
      expect(next.url).not.toContain('access_token');
    }
    expect({ lists, further }).toEqual({ lists: 55, further: 18 });
  });
});

(available ? describe : describe.skip)('bytes recorded from the YouTube Data API', () => {
  const stream = connectorNamed(loadConnectors(), 'youtube').streams[0]!;
  const folder = path.join(PAYLOADS, 'youtube');
  const files = available ? readdirSync(folder).filter((file) => file.endsWith('.json')) : [];
  const pageIn = (file: string) =>
    pageOf({
      request: { url: 'https://www.googleapis.com/youtube/v3/videos', state: { read: 0 } },
      status: 200,
      headers: {},
      body: readFileSync(path.join(folder, file)),
    });
  const kindOf = (file: string) => String((pageIn(file).json() as { kind?: string }).kind);
  /** The paths at which a file's videos or channels are not what is read. */
  const refusals = (file: string) => {
    const kind = kindOf(file);
    const items = kind.endsWith('ListResponse') ? listOf(pageIn(file)).items : [pageIn(file).json()];
    const parsed = items.map((item) => (kind.includes('video') ? video : channel).safeParse(item));
    return parsed.flatMap(({ error }) => error?.issues.map((issue) => issue.path.join('.')) ?? []);
  };

  it('every video and channel is understood, but where the parts that are read were not asked for', () => {
    const told = files.filter((file) => /^youtube#(video|channel)/.test(kindOf(file)));
    const refused = told.map((file) => [file, refusals(file)] as const).filter(([, places]) => places.length > 0);
    expect(told).toHaveLength(18);
    expect(Object.fromEntries(refused)).toEqual({
      // part=brandingSettings and part=snippet: no statistics.
      'apidata__channel_info_multi.json': ['statistics', 'statistics'],
      'apidata__channels__info.json': ['statistics'],
      'apidata__channels__update_resp.json': ['snippet', 'statistics'],
      // A category and a rating, which are no videos.
      'apidata__videos__get_rating_response.json': ['id', 'snippet'],
      'modeldata__videos__video_category_info.json': ['snippet.publishedAt', 'snippet.channelTitle'],
    });
  });

  it('every search leads to its videos, and those to its next page; one for channels to its next page', () => {
    const searches = files.filter((file) => kindOf(file) === 'youtube#searchListResponse');
    const context = {
      source: { timeZone: 'UTC' },
      window: { from: '2019-01-01', to: '2019-12-31' },
      config: { baseUrl: 'https://www.googleapis.com', pageSize: 50 },
      part: 'surfing',
    };
    const asked = searches.map((file) => {
      const next = stream.next?.(pageIn(file), context as never);
      const ids = new URL(next?.url ?? '').searchParams.get('id')?.split(',').length ?? 0;
      const further = ids === 0 ? next : stream.next?.(pageOf({ ...pageIn(file), request: next! }), context as never);
      return [ids, new URL(further?.url ?? '').searchParams.get('pageToken')];
    });
    expect(asked.map(([ids]) => ids)).toEqual([5, 25, 25, 25, 5, 2, 5, 0, 5]);
    expect(asked.every(([, token]) => typeof token === 'string' && token !== '')).toBe(true);
  });

  it.each([
    ['error_response.json', 'Unauthorized', /keyInvalid/],
    ['apidata__error_permission_resp.json', 'Fatal', /does not have permission/],
    ['error_response_simple.json', 'Fatal', /error message/],
  ])('%s is %s', (file, name, message) => {
    const thrown = () => stream.classify?.(pageIn(file));
    expect(thrown).toThrow(message);
    expect(thrown).toThrow(expect.objectContaining({ name }));
  });
});

(available ? describe : describe.skip)('the wire format of Bluesky as its own schemas have it', () => {
  const stream = connectorNamed(loadConnectors(), 'bluesky').streams[0]!;
  const read = (file: string) => parseJson(readFileSync(path.join(PAYLOADS, 'bluesky', file), 'utf8')) as never;

  it('a search asks in parameters that there are, within their limits', () => {
    const { properties } = (
      read('searchPosts.json') as { defs: { main: { parameters: { properties: Record<string, { maximum?: number }> } } } }
    ).defs.main.parameters;
    const config = { baseUrl: 'https://bsky.social', pageSize: 100 };
    const request = stream.request({
      config,
      part: 'x',
      source: { timeZone: 'UTC' },
      window: { from: '2026-11-01', to: '2026-11-03' },
    } as never);
    for (const [name] of new URL(request.url).searchParams) expect(Object.keys(properties)).toContain(name);
    expect(properties.limit?.maximum).toBe(100);
  });

  it('a post is refused for nothing that the schema lets it leave out', () => {
    const { postView } = (read('defs.json') as { defs: { postView: { required: string[] } } }).defs;
    const bare = { uri: 'at://did:plc:x/app.bsky.feed.post/y', cid: 'z', author: { did: 'did:plc:x', handle: 'x.example' } };
    const post = { ...bare, record: { text: '', createdAt: '' }, indexedAt: '2026-11-01T00:00:00Z' };
    expect(Object.keys(post).sort()).toEqual([...postView.required].sort());
    expect(stream.shape.safeParse(post).error).toBeUndefined();
  });

  it('every recorded post is understood, also those of clients that write other things', () => {
    const { thread } = read('thread_view_post_with_embed_media.json') as { thread: { post: unknown } };
    expect(stream.shape.safeParse(thread.post).error).toBeUndefined();
    const records = ['post_record.json', 'extended_post_record.json', 'custom_record.json'].map(read) as { value: unknown }[];
    for (const { value } of records) expect(blueskyRecord.safeParse(value).error).toBeUndefined();
    // A like and a feed are no posts.
    const others = ['like_record.json', 'extended_like_record.json', 'feed_record.json'].map(read) as { value: unknown }[];
    for (const { value } of others) expect(blueskyRecord.safeParse(value).success).toBe(false);
  });
});

(available ? describe : describe.skip)('bytes recorded from Qualtrics', () => {
  const stream = connectorNamed(loadConnectors(), 'qualtrics').streams[0]!;
  const folder = path.join(PAYLOADS, 'qualtrics');
  const mapping = shippedMapping('qualtrics-export');

  // Recorded are descriptions of surveys, no exports of responses: what can be shown is that a good answer is none of Qualtrics' errors.
  it.each(['metadata.yml', 'survey_questions.yml', 'column_map.yml'])(
    '%s: a good answer is no error, and is not taken for an export',
    (file) => {
      const [{ request, response }] = (parse(readFileSync(path.join(folder, file), 'utf8')) as { http_interactions: RecordedAnswer[] })
        .http_interactions as [RecordedAnswer];
      const page = pageOf({
        request: { url: request.uri, state: { step: 'order' } },
        status: response.status,
        headers: {},
        body: Buffer.from(response.body.string),
      });
      expect(page.json()).toMatchObject({ result: { id: expect.stringMatching(/^SV_/) }, meta: { httpStatus: '200 - OK' } });
      expect(() => stream.classify?.(page)).not.toThrow();
      expect(() => stream.records(page)).toThrow('expected the progress of an export');
    },
  );

  it('sample.csv: two of its three header rows are labels, and its one response is read', async () => {
    const { rows, rejects, records } = await mapFile(path.join(folder, 'sample.csv'), mapping);
    expect([records, rejects]).toEqual([1, []]);
    expect(rows).toMatchObject([
      { day: '2017-07-18', respondent: 'R_2YPOQ602ER1jkf1', question: 'Q1', answer: '2', score: null },
      { day: '2017-07-18', respondent: 'R_2YPOQ602ER1jkf1', question: 'Q2', answer: 'Hello World!', score: null },
    ]);
  });

  it('sample_legacy.csv: an export of the old kind names its columns in the second row, and is refused for what it lacks', async () => {
    const { header } = await openTable(path.join(folder, 'sample_legacy.csv'), mapping.file);
    expect(missingColumns(mapping, header)).toEqual(['RecordedDate', 'ResponseId', 'Status', 'Finished']);
  });
});
