import { type Sandbox, startSandbox } from '../../../ingest/sandbox/sandbox';
import { SECRETS } from '../../../ingest/sandbox/secrets';
import { microsFromDecimal } from '../../../src/lib/money';

interface Row extends Record<string, unknown> {
  spend: string;
  ctr: string;
  clicks: string;
  impressions: string;
  date_start: string;
  actions?: { action_type: string; value: string; '1d_click'?: string }[];
}
interface Body {
  data: Row[];
  paging?: { cursors: { before: string; after: string }; next?: string };
}

const ACCOUNT = 'act_104880331665520102';
const FIELDS = 'account_currency,account_id,campaign_id,campaign_name,adset_id,ad_id,impressions,clicks,spend,ctr,actions,action_values';

describe('the sandbox Meta Ads', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ today: '2026-11-20' });
  });
  afterAll(() => sandbox.close());

  const url = (since: string, until: string, more: Record<string, string> = {}) =>
    `${sandbox.url}/meta-ads/v25.0/${ACCOUNT}/insights?${new URLSearchParams({ level: 'ad', fields: FIELDS, time_range: JSON.stringify({ since, until }), time_increment: '1', access_token: SECRETS.metaToken, ...more })}`;
  const get = async (address: string) => (await (await fetch(address)).json()) as Body;

  it('writes every number as text, spend in major units and the click rate in percent', async () => {
    const { data } = await get(url('2026-10-05', '2026-10-05'));
    const row = data[0] as Row;
    expect(row).toMatchObject({
      account_currency: 'CNY',
      account_id: '104880331665520102',
      campaign_name: '青岚 | 品牌 | 小红书同款',
      date_start: '2026-10-05',
      date_stop: '2026-10-05',
    });
    expect(row.spend).toMatch(/^\d+(\.\d{1,2})?$/);
    expect(Number(row.ctr)).toBeCloseTo((100 * Number(row.clicks)) / Number(row.impressions), 5);
    expect(row.campaign_id).toMatch(/^\d{17}$/);
  });

  it('leaves out lists without content and repeats a purchase under its other name', async () => {
    const { data } = await get(url('2026-09-01', '2026-09-30', { limit: '500' }));
    const purchases = data.map((row) => row.actions?.find((action) => action.action_type === 'purchase')?.value);
    expect(purchases).toContain(undefined);
    expect(purchases.every((value) => value !== '0')).toBe(true);
    expect(data.map((row) => row.actions?.find((action) => action.action_type === 'omni_purchase')?.value)).toEqual(purchases);
    expect(data.some((row) => row.actions && !('action_values' in row))).toBe(true);
  });

  it('adds windows beside the value when they are asked for', async () => {
    const { data } = await get(url('2026-10-05', '2026-10-05', { action_attribution_windows: '["1d_click","7d_click"]' }));
    expect(Object.keys(data[0]?.actions?.[0] ?? {})).toEqual(['action_type', 'value', '1d_click', '7d_click']);
  });

  it('pages by paging.next until it is absent, and adds up to the truth', async () => {
    const rows: Row[] = [];
    let pages = 0;
    for (let next: string | undefined = url('2024-11-01', '2026-11-20', { limit: '400' }); next; pages++) {
      const body: Body = await get(next);
      rows.push(...body.data);
      expect(body.paging?.cursors.after).toBeDefined();
      next = body.paging?.next;
    }
    const truth = [
      ...sandbox.world.adDays({ platform: 'meta-ads', account: ACCOUNT, from: '2024-11-01', to: '2026-11-20', servedOn: '2026-11-20' }),
    ];
    expect(pages).toBe(Math.ceil(truth.length / 400));
    expect(rows.length).toBe(truth.length);
    expect(rows.reduce((sum, row) => sum + microsFromDecimal(row.spend), 0n)).toBe(truth.reduce((sum, row) => sum + row.costMicros, 0n));
    const bought = rows.flatMap((row) => row.actions ?? []).filter((action) => action.action_type === 'purchase');
    expect(bought.reduce((sum, action) => sum + microsFromDecimal(action.value), 0n)).toBe(
      truth.reduce((sum, row) => sum + row.conversionsMicros, 0n),
    );
  });

  it('runs a report: its percentage is 100 before it is completed', async () => {
    const ordered = (await (await fetch(url('2026-10-01', '2026-10-07'), { method: 'POST' })).json()) as { report_run_id: string };
    const poll = async () =>
      (await (await fetch(`${sandbox.url}/meta-ads/v25.0/${ordered.report_run_id}?access_token=${SECRETS.metaToken}`)).json()) as Record<
        string,
        unknown
      >;
    const polls = [await poll(), await poll(), await poll()];
    expect(polls.map((body) => [body.async_status, body.async_percent_completion])).toEqual([
      ['Job Started', 0],
      ['Job Running', 100],
      ['Job Completed', 100],
    ]);
    const { data } = await get(
      `${sandbox.url}/meta-ads/v25.0/${ordered.report_run_id}/insights?limit=500&access_token=${SECRETS.metaToken}`,
    );
    expect(data).toEqual((await get(url('2026-10-01', '2026-10-07', { limit: '500' }))).data);
  });

  it('words its errors as the Graph API does, and sends its usage', async () => {
    const good = await fetch(url('2026-10-01', '2026-10-01'));
    expect(JSON.parse(good.headers.get('x-business-use-case-usage') ?? '')).toHaveProperty('104880331665520102.0.call_count');
    const stale = await fetch(url('2026-10-01', '2026-10-01', { access_token: 'old' }));
    expect(stale.status).toBe(400);
    expect(await stale.json()).toMatchObject({ error: { type: 'OAuthException', code: 190, error_subcode: 463 } });
    expect(await get(url('2026-10-01', '2026-10-01', { fields: 'spend,colour' }))).toMatchObject({ error: { code: 100 } });
  });
});
