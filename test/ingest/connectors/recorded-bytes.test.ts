import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { missingColumns } from '../../../ingest/files/missing-columns';
import { openTable } from '../../../ingest/files/open-table';
import { shippedMapping } from '../../../ingest/files/shipped-mapping';
import { connectorNamed, loadConnectors } from '../../../ingest/load-connectors';
import { pageOf } from '../../../ingest/page';
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
