import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvLine } from '../../src/server/csv';
import { seedWorkspace } from '../resolvers/seeded-workspace';
import { until } from '../support/until';
import { type ServerUnderTest, serverUnderTest } from './running-server';

const QUERY = {
  select: ['spend', 'roasClaimed'],
  by: ['CAMPAIGN'],
  grain: 'DAY',
  range: { from: '2026-11-20', to: '2026-11-22' },
  orderBy: [{ dimension: 'CAMPAIGN', descending: false }],
};

describe('an export', () => {
  let server: ServerUnderTest;

  beforeAll(async () => {
    server = await serverUnderTest();
    await seedWorkspace(server, 1, 'spring');
    // A name that a spreadsheet would run, with everything in it that CSV has to quote.
    await server.run(`UPDATE hub.campaign SET name = '=HYPERLINK("http://x","a,b")' || chr(10) || 'c' WHERE key = 'meta:spring-1'`);
  });
  afterAll(() => server.close());

  const get = (parameters: Record<string, string>) => fetch(`${server.url}/export?${new URLSearchParams(parameters)}`);

  it('is every row as CSV, text guarded and numbers as numbers', async () => {
    const response = await get({ query: JSON.stringify(QUERY) });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const rows = parse(await response.text(), { columns: true, record_delimiter: '\r\n' }) as Record<string, string>[];
    expect(rows).toHaveLength(9);
    const first = rows.filter((row) => row.campaign === 'meta:spring-1');
    expect(first.map((row) => [row.period, Number(row.spend), Number(row.roasClaimed)])).toEqual([
      ['2026-11-20', 10, 3],
      ['2026-11-21', 10, 3],
      ['2026-11-22', 10, 3],
    ]);
    expect(first[0]?.campaign_label).toBe('\'=HYPERLINK("http://x","a,b")\nc');
  });

  it('says in its headers what it rests on, and where the manifest is', async () => {
    const response = await get({ query: JSON.stringify(QUERY) });
    await response.text();
    expect(response.headers.get('x-brandhub-data-version')).toBe('1');
    const link = /<([^>]+)>; rel="describedby"/.exec(response.headers.get('link') ?? '')?.[1];
    const manifest = await (await fetch(server.url + link)).json();
    expect(manifest).toMatchObject({
      asOf: response.headers.get('x-brandhub-as-of'),
      currency: 'CNY',
      definitions: [{ name: 'spend', unit: 'MONEY', label: { en: expect.any(String) } }, { name: 'roasClaimed' }],
      query: { select: QUERY.select, by: QUERY.by },
    });
  });

  it('is JSON lines with the manifest first, by POST as well', async () => {
    const response = await fetch(`${server.url}/export`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ format: 'jsonl', query: { ...QUERY, compare: 'PREVIOUS_PERIOD' } }),
    });
    const [head, ...rows] = (await response.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(head.manifest.dataVersion).toBe('1');
    expect(rows).toHaveLength(9);
    expect(rows[0]).toEqual({
      period: '2026-11-20',
      campaign: 'meta:spring-1',
      campaign_label: '=HYPERLINK("http://x","a,b")\nc',
      spend: 10,
      spend_previous: null,
      spend_changePercent: null,
      roasClaimed: 3,
      roasClaimed_previous: null,
      roasClaimed_changePercent: null,
    });
  });

  it('is whole, however many rows there are', async () => {
    await server.run(
      `INSERT INTO hub.campaign (workspace_id, key, name, platform, channel) SELECT 1, 'bulk:' || n, 'bulk', 'meta', 'paid_social' FROM generate_series(1, 1200) n`,
    );
    await server.run(`INSERT INTO fact.ad_day (workspace_id, day, source_id, campaign_id, currency, spend_micros, page_id, record_no, recorded_at)
      SELECT 1, '2026-11-21', 1, id, 'CNY', 1000000, 1, 0, now() FROM hub.campaign WHERE key LIKE 'bulk:%'`);
    await server.rebuild();
    const query = { select: ['spend'], by: ['CAMPAIGN'], range: QUERY.range };
    const rows = parse(await (await get({ query: JSON.stringify(query) })).text(), { columns: true }) as Record<string, string>[];
    expect(rows).toHaveLength(1203);
    expect(new Set(rows.map((row) => row.campaign)).size).toBe(1203);
    expect(rows.reduce((total, row) => total + Number(row.spend), 0)).toBe(1200 + 180);
  });

  it('is one of two at once, so that slow readers leave connections to the others', async () => {
    // A table that is locked holds both up until a third has asked.
    const lock = await server.lock('hub.campaign');
    const asked = [1, 2].map(() => get({ query: JSON.stringify(QUERY) }));
    await lock.waiting(2);
    const third = await get({ query: JSON.stringify(QUERY) });
    expect([third.status, third.headers.get('retry-after')]).toEqual([503, '5']);
    await third.text();
    await lock.release();
    const served = await Promise.all(asked);
    await Promise.all(served.map((response) => response.text()));
    expect(served.map(({ status }) => status)).toEqual([200, 200]);
    const again = await until(async () => {
      const response = await get({ query: JSON.stringify(QUERY) });
      return response.status !== 503 && (await response.text()) !== '' && response;
    });
    expect(again.status).toBe(200);
  });

  it.each([
    ['no query', {}, /^query: /],
    ['no JSON', { query: '{' }, /^query: not JSON/],
    ['an unknown metric', { query: JSON.stringify({ ...QUERY, select: ['nope'] }) }, /^query\.select\.0: /],
    ['an unknown format', { format: 'xls', query: JSON.stringify(QUERY) }, /^format: "xls" is not one of csv, jsonl/],
    ['days out of order', { query: JSON.stringify({ ...QUERY, range: { from: '2026-11-22', to: '2026-11-20' } }) }, /^range: /],
  ] as [string, Record<string, string>, RegExp][])('refuses %s and says why', async (_name, parameters, message) => {
    const response = await get(parameters);
    expect(response.status).toBe(400);
    const { errors } = (await response.json()) as { errors: { message: string; extensions: { code: string } }[] };
    expect(errors[0]).toMatchObject({ message: expect.stringMatching(message), extensions: { code: 'BAD_USER_INPUT' } });
  });
});

describe('a line of CSV', () => {
  it('leaves numbers and guards text that begins as a formula', () => {
    expect(csvLine([-12.5, { decimal: '-0.000001' }, null, '-12.5', '+1', '@x', '=1', '\tx', '\rx', '\0x', 'a-b', ''])).toBe(
      `-12.5,-0.000001,,'-12.5,'+1,'@x,'=1,'\tx,"'\rx",'\0x,a-b,\r\n`,
    );
  });

  it('is read back as it was written, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 5 }), (cells) => {
        const [read] = parse(csvLine(cells), { record_delimiter: '\r\n' }) as string[][];
        expect(read?.map((cell, index) => (cell === `'${cells[index]}` ? cells[index] : cell))).toEqual(cells);
        for (const cell of read ?? []) expect(cell).not.toMatch(/^[=+\-@\t\r\0]/);
      }),
    );
  });
});
