import fc from 'fast-check';
import type { Auth, HttpRequest, PullContext } from '../../../ingest/connector';
import { type AnyStream, connectorNamed, loadConnectors } from '../../../ingest/load-connectors';
import { pageOf } from '../../../ingest/page';
import { momentsOf } from '../../../ingest/record/moments';
import { siteChannel } from '../../../ingest/record/site-channel';
import { microsFromDecimal } from '../../../src/lib/money';

const connectors = loadConnectors();

function streamOf(name: string, settings: object, more: Partial<PullContext<unknown>> = {}): [AnyStream, PullContext<unknown>] {
  const connector = connectorNamed(connectors, name);
  const context = {
    source: { key: 'x', brand: 'lumina', timeZone: 'America/New_York', currency: null },
    config: connector.config.parse(settings),
    window: { from: '2026-11-01', to: '2026-11-03' },
    cursor: null,
    part: '',
    brands: [],
    today: '2026-11-23',
    ...more,
  };
  return [connector.streams[0]!, context];
}

const answered = (request: HttpRequest, body: unknown, status = 200) =>
  pageOf({ request, status, headers: {}, body: Buffer.from(JSON.stringify(body)) });

describe('Google Analytics', () => {
  const [stream, context] = streamOf('ga4', { propertyId: '1', byCountry: false, conversionMetric: 'keyEvents' });
  const report = (more: object) => answered(stream.request(context), { kind: 'analyticsData#runReport', ...more });

  it('is asked by day, channel group and device, and by country when that is wanted', () => {
    const names = (request: HttpRequest) => (request.body as { dimensions: { name: string }[] }).dimensions.map(({ name }) => name);
    expect(names(stream.request(context))).toEqual(['date', 'sessionDefaultChannelGroup', 'deviceCategory']);
    const [all, everywhere] = streamOf('ga4', { propertyId: '1' });
    expect(names(all.request(everywhere))).toEqual(['date', 'sessionDefaultChannelGroup', 'deviceCategory', 'countryId']);
    expect(JSON.stringify(stream.request(context).body)).toContain('{"name":"keyEvents"}]');
  });

  it.each<[string, object, string | null]>([
    ['nothing of a plain report', { dataLossFromOtherRow: false, samplingMetadatas: [], subjectToThresholding: false }, null],
    ['rows put together', { dataLossFromOtherRow: true }, 'Google put rows with small numbers together in "(other)"'],
    [
      'a sample, to the last event',
      { samplingMetadatas: [{ samplesReadCount: '900719925474099399', samplingSpaceSize: '900719925474099400' }] },
      'Google estimated the numbers from a sample of the events',
    ],
    ['no sample when all events were read', { samplingMetadatas: [{ samplesReadCount: '12', samplingSpaceSize: '12' }] }, null],
    [
      'rows withheld, and a report cut short',
      { subjectToThresholding: true, dataTruncations: [{ reason: 'LIMIT' }] },
      'Google withheld rows about few people (thresholding), Google cut the report short',
    ],
  ])('tells of %s', (_, metadata, told) => expect(stream.missing?.(report({ metadata }), context)).toBe(told));

  it('is read on by the count of rows, and without one until a page is not full', () => {
    const [paged, given] = streamOf('ga4', { propertyId: '1', pageSize: 2 });
    const row = { dimensionValues: [], metricValues: [] };
    const next = (rows: object[], more: object) =>
      paged.next?.(answered(paged.request(given), { kind: 'analyticsData#runReport', ...(rows.length > 0 && { rows }), ...more }), given);
    expect(next([row, row], { rowCount: 3 })?.body).toMatchObject({ limit: '2', offset: '2' });
    expect(next([row, row], { rowCount: 2 })).toBeNull();
    expect(next([row, row], {})?.body).toMatchObject({ offset: '2' });
    expect(next([row], {})).toBeNull();
    expect(next([], { rowCount: 7 })).toBeNull();
  });

  it.each<[string, object, number]>([
    ['goes on at once with quota left', { tokensPerHour: { consumed: 80, remaining: 4001 }, concurrentRequests: { remaining: 1 } }, 0],
    ['slows down at a tenth of the tokens of the hour', { tokensPerHour: { consumed: 80, remaining: 4000 } }, 60_000],
    ['slows down before the server errors of the hour are used up', { serverErrorsPerProjectPerHour: { remaining: 1 } }, 60_000],
    ['is not put off by a quota that it does not know', { tokensOfTomorrow: { remaining: 0 } }, 0],
  ])('%s', (_, propertyQuota, wait) => expect(stream.waitMs?.(report({ propertyQuota }))).toBe(wait));

  it.each([
    ['Organic Search', 'organic_search'],
    ['Paid Shopping', 'paid_shopping'],
    ['Cross-network', 'paid_performance_max'],
    ['Display', 'paid_display'],
    ['Affiliates', 'affiliate'],
    ['(other)', 'other'],
    ['(not set)', ''],
    ['小红书 投放', '小红书_投放'],
  ])('the channel group %s is %s', (group, channel) => expect(siteChannel(group)).toBe(channel));
});

describe('Matomo', () => {
  const settings = { baseUrl: 'https://stats.example/matomo', siteId: 1, report: 'totals' };

  it('is sent its token as a field of the form, never in the address', () => {
    const [stream, context] = streamOf('matomo', settings);
    expect(connectorNamed(connectors, 'matomo').auth).toEqual({ kind: 'form', field: 'token_auth', secret: 'tokenAuth' });
    const { url, body } = stream.request(context);
    expect(url).toBe('https://stats.example/matomo/index.php');
    expect(Object.fromEntries(new URLSearchParams(body as string))).toMatchObject({
      method: 'VisitsSummary.get',
      period: 'day',
      date: '2026-11-01,2026-11-03',
    });
  });

  it('told only totals gives one row a day, and none of a day whose answer is an empty list', () => {
    const [stream, context] = streamOf('matomo', settings);
    const day = {
      nb_uniq_visitors: 1,
      nb_users: 0,
      nb_visits: 2,
      nb_actions: 8,
      nb_visits_converted: 2,
      bounce_count: 1,
      sum_visit_length: 1622,
      max_actions: 7,
      bounce_rate: '50%',
      nb_actions_per_visit: 4,
      avg_time_on_site: 811,
    };
    const page = answered(stream.request(context), { '2010-03-06': day, '2010-03-07': [] });
    const rows = stream.records(page).flatMap((record) => stream.map(stream.shape.parse(record), context));
    expect(rows).toMatchObject([
      { day: '2010-03-06', channel: '', sessions: 2n, users: 1n, conversions: 2n, bounces: 1n, visitSeconds: 1622n },
    ]);
  });

  it('of visits without what brought them makes no row that no question by channel would find', () => {
    const [stream, context] = streamOf('matomo', { ...settings, report: 'channels' });
    const record = { date: '2026-11-01', nb_visits: 2, nb_visits_converted: 0, bounce_count: 0, sum_visit_length: 3 };
    expect(() => stream.map(stream.shape.parse(record), context)).toThrow('expected what brought the visits');
  });
});

describe('Mailchimp', () => {
  const { sign } = connectorNamed(connectors, 'mailchimp').auth as Extract<Auth, { kind: 'signed' }>;
  const signed = (url: string, key: string) => sign({ url }, () => key, new Date());

  it('is asked at the data centre that the key names, and elsewhere where it was said', () => {
    const key = '0123456789abcdef-us21';
    const request = signed('https://api.mailchimp.com/3.0/reports?count=10', key);
    expect(request.url).toBe('https://us21.api.mailchimp.com/3.0/reports?count=10');
    expect(request.headers?.authorization).toBe(`Basic ${Buffer.from(`brandhub:${key}`).toString('base64')}`);
    expect(signed('https://proxy.example/mailchimp/3.0/reports', key).url).toBe('https://proxy.example/mailchimp/3.0/reports');
  });

  it('with a key that names no data centre is not asked, and the key is not told', () => {
    expect(() => signed('https://api.mailchimp.com/3.0/reports', 'canary')).toThrow(/^((?!canary).)*names no data centre((?!canary).)*$/);
  });

  it("is asked for the window in the account's zone, the first and the last second of it too", () => {
    const [stream, context] = streamOf('mailchimp', {});
    const { searchParams } = new URL(stream.request(context).url);
    // New York puts its clocks back on the first of November.
    expect(searchParams.get('since_send_time')).toBe('2026-11-01T03:59:59.000Z');
    expect(searchParams.get('before_send_time')).toBe('2026-11-04T05:00:00.000Z');
  });

  it('gives the counts that its rates were made of, with the opens of machines and without them', () => {
    const [stream, context] = streamOf('mailchimp', {});
    const report = {
      id: '388025b232',
      list_name: 'Lumina',
      emails_sent: 500,
      abuse_reports: 0,
      unsubscribed: 0,
      send_time: '2025-05-22T16:53:00+00:00',
      bounces: { hard_bounces: 19, soft_bounces: 8 },
      opens: { unique_opens: 23, open_rate: 0.048625792811839326 },
      clicks: { unique_subscriber_clicks: 4, click_rate: 0.008456659619450317 },
    };
    const row = (record: object) => stream.map(stream.shape.parse(record), context)[0] as Record<string, bigint>;
    const rates = ({ sent, bounced, opens, clicks }: Record<string, bigint>) =>
      [opens, clicks].map((count) => Number(count) / Number(sent! - bounced!));
    expect(rates(row(report))).toEqual([23 / 473, 4 / 473]);
    expect(rates(row(report))).toEqual([report.opens.open_rate, report.clicks.click_rate]);
    const opens = { ...report.opens, proxy_excluded_unique_opens: 18 };
    expect(rates(row({ ...report, opens }))[0]).toBe(0.03805496828752643);
  });
});

describe('mean and standard deviation', () => {
  const values = fc.array(fc.integer({ min: 0, max: 2_000_000 }), { minLength: 2, maxLength: 60 });

  it('give back Σx exactly and Σx² to the digits that a double holds', () => {
    fc.assert(
      fc.property(values, (cents) => {
        const amounts = cents.map((each) => each / 100);
        const n = amounts.length;
        const mean = cents.reduce((sum, each) => sum + each, 0) / 100 / n;
        const variance = amounts.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (n - 1);
        const { sum, sumSquares } = momentsOf(mean, Math.sqrt(variance), BigInt(n));
        expect(sum).toBe(cents.reduce((total, each) => total + BigInt(each), 0n) * 10_000n);
        const squares = Number(cents.reduce((total, each) => total + BigInt(each) ** 2n, 0n)) / 10_000;
        expect(Math.abs(Number(sumSquares) / 1e6 - squares)).toBeLessThanOrEqual(1e-9 * squares + 1e-5);
      }),
    );
  });

  it.each<[string | number, string | number, bigint, string, string]>([
    [0.1, 0.3, 1000n, '100', '100'],
    [0.12, 0.325, 1000n, '120', '119.919375'],
    [0, 0, 12n, '0', '0'],
    ['3.25', '0', 4n, '13', '42.25'],
    ['1e-3', 0, 9007199254740993n, '9007199254740.993', '9007199254.740993'],
  ])('%s and %s of %d users are Σx %s and Σx² %s', (mean, stddev, n, sum, squares) =>
    expect(momentsOf(mean, stddev, n)).toEqual({ sum: microsFromDecimal(sum), sumSquares: microsFromDecimal(squares) }),
  );
});
