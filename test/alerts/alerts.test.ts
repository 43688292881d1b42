import { createHmac, randomBytes } from 'node:crypto';
import { Mention } from '../../entities/facts/Mention';
import { OrderLine } from '../../entities/facts/OrderLine';
import { isSigned } from '../../ingest/push/is-signed';
import { setAlertLanguage } from '../../src/alerts/alert-language';
import { setAlertRule } from '../../src/alerts/alert-rules';
import {
  type DestinationFormat,
  destinations,
  queueTest,
  resealDestinations,
  retryDead,
  setDestination,
} from '../../src/alerts/destinations';
import { decideAlert } from '../../src/alerts/record-change';
import { alertsOf, changesOf, deliveriesOf, type PlacedAlert } from '../../src/alerts/stored-alerts';
import { watchAlerts } from '../../src/alerts/watch-alerts';
import { deliverAlerts, MOST_ATTEMPTS } from '../../src/delivery/deliver-alerts';
import { createLog } from '../../src/lib/log';
import { METRICS } from '../../src/metrics/registry';
import { evaluateGoals, type GoalEvaluation } from '../../src/plan/evaluate-goals';
import { readGoals } from '../../src/plan/read-goals';
import { startServer } from '../../src/server';
import type { Body } from '../graph/running-server';
import type { MetricWorld } from '../metrics/metric-world';
import { ASKED, planWorld, YESTERDAY } from '../plan/plan-world';
import { openReceiver, type Receiver } from './receiver';

const SECRET = 'a key of thirty-two characters..';
const KEY = randomBytes(32);
const log = createLog('error');
const MINUTE = 60_000;

describe('alerts', () => {
  let world: MetricWorld;
  let receiver: Receiver;
  let now = new Date('2026-04-11T02:00:00Z');
  /** The goal that is off track. */
  let goal: string;
  const clock = () => now;
  const later = (minutes: number) => {
    now = new Date(now.getTime() + minutes * MINUTE);
  };
  const look = () => watchAlerts({ database: world.database, log, now: clock });
  const tell = () => deliverAlerts({ database: world.database, key: KEY, log, now: clock });
  const all = () => world.session((session) => alertsOf(session, {}, 100));
  const one = async (kind: string, thing: string) =>
    (await all()).find((each) => each.kind === kind && each.thing === thing) as PlacedAlert;
  /** Where a goal stands, asked for by itself. */
  const standing = (key: string) =>
    world.snapshot(async (session) => {
      const planned = await readGoals(session, { key });
      const [{ actual, target }] = (await evaluateGoals(session, planned, ASKED)) as [GoalEvaluation];
      return { key, actual, target };
    });
  const destination = (key: string, format: DestinationFormat, more: object = {}) =>
    world.session((session) =>
      setDestination(session, KEY, key, { format, url: `${receiver.url}/${key}?access_token=very-secret-token`, ...more }),
    );
  const at = (path: string) => receiver.received.filter((each) => each.path.startsWith(`/${path}?`));
  const failed = async (times: number, source = 'ads') => {
    for (let i = 0; i < times; i++)
      await world.rows(
        `INSERT INTO hub.ingest_run (workspace_id, source_id, status, error, finished_at) SELECT 1, id, 'FAILED', 'status 503: closed', now() FROM hub.source WHERE key = $1 RETURNING id`,
        [source],
      );
  };

  beforeAll(async () => {
    [world, receiver] = await Promise.all([planWorld(), openReceiver()]);
    const [feed] = await world.rows<{ id: number }>(`SELECT id FROM hub.source WHERE key = 'feed'`);
    const [brand] = await world.rows<{ id: number }>(`SELECT id FROM hub.brand WHERE key = 'lumina'`);
    const bad = Array.from({ length: 12 }, (_, i) => ({
      ...{ day: YESTERDAY, source: feed!.id, brand: brand!.id, post: `bad${i}`, sentiment: 'negative', engagements: 9n },
    }));
    await world.load(Mention, bad);
    const [shop] = await world.rows<{ id: number }>(`SELECT id FROM hub.source WHERE key = 'shop'`);
    const rush = Array.from({ length: 20 }, (_, i) => ({
      ...{ day: YESTERDAY, source: shop!.id, brand: brand!.id, currency: 'CNY', orderId: `rush${i}`, line: '1', revenue: 0n },
    }));
    await world.load(OrderLine, rush);
    await failed(2);
    await world.rows(
      `INSERT INTO hub.quarantine (workspace_id, source_id, run_id, page_id, record_no, stream, raw, reason, quarantined_at)
       SELECT 1, id, 1, 1, n, 'orders', '{}', 'day: "soon" is no day', $1::timestamptz - interval '1 hour' FROM hub.source, generate_series(1, 11) n WHERE key = 'shop' RETURNING id`,
      [now],
    );
    await destination('team', 'JSON', { secret: SECRET, privateHosts: [receiver.host] });
  });
  afterAll(async () => {
    await receiver?.close();
    await world?.close();
  });

  it('are raised for crises, goals, sources, unusual days and the quarantine, each with its number and where to trace it', async () => {
    await look();
    const found = await all();
    const of = (kind: string) => found.filter((each) => each.kind === kind);
    expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(['CRISIS', 'GOAL', 'SOURCE_FAILING', 'UNUSUAL_DAY', 'QUARANTINE']));
    expect(of('CRISIS')).toMatchObject([
      {
        thing: 'lumina',
        level: 'ALERT',
        details: { brand: 'lumina', metric: 'mentions', day: YESTERDAY, value: 12, lineage: expect.any(String) },
      },
    ]);
    expect(of('SOURCE_FAILING')).toMatchObject([{ thing: 'ads', details: { value: 2, expected: 2, said: 'status 503: closed' } }]);
    expect(of('QUARANTINE')).toMatchObject([{ thing: 'shop', details: { value: 11, said: 'day: "soon" is no day' } }]);
    const asked = await world.ask({ select: ['mentions'], range: { from: YESTERDAY, to: YESTERDAY } });
    expect(of('CRISIS')[0]?.details.value).toBe(asked.rows[0]?.values[0]?.value);
    expect(of('UNUSUAL_DAY')).toMatchObject([
      { thing: 'orders of lumina', level: 'UP', details: { day: YESTERDAY, value: 22, expected: 2, lineage: expect.any(String) } },
    ]);
    const late = of('GOAL').find(({ level }) => level === 'OFF_TRACK')!;
    goal = late.thing;
    const { key, actual, target } = await standing(goal.slice('2026/'.length));
    expect(late).toMatchObject({ state: 'OPEN', details: { goal: key, value: actual, target, lineage: expect.any(String) } });
    expect(found.filter(({ kind }) => kind === 'GOAL').map(({ thing }) => thing)).not.toContain('2026/rival-clicks');
  });

  it('are raised once for each thing, however often and by however many it is looked', async () => {
    const before = await all();
    later(10);
    await world.rows(`UPDATE hub.brand SET aliases = array_append(aliases, 'another') RETURNING id`);
    await Promise.all([look(), look(), look()]);
    await look();
    expect(await all()).toEqual(before);
    expect(
      await world.session((session) =>
        changesOf(
          session,
          before.map(({ id }) => id),
        ),
      ),
    ).toHaveLength(before.length);
  });

  it('are told once, signed as deliveries to the hub itself are, with the number, its definition and where to trace it', async () => {
    const raised = await all();
    expect(await Promise.all([tell(), tell()]).then((counts) => counts.reduce((a, b) => a + b))).toBe(raised.length);
    expect(await tell()).toBe(0);
    const got = at('team');
    expect(new Set(got.map(({ headers }) => headers['x-brandhub-delivery'])).size).toBe(raised.length);
    for (const each of got) {
      expect(isSigned('brandhub', [SECRET], each, now)).toBe(true);
      expect(isSigned('brandhub', ['another key of 32 characters....'], each, now)).toBe(false);
    }
    const told = got.find(({ json }) => json.alert.thing === goal)?.json;
    expect(told).toMatchObject({ event: 'OPENED', workspace: 'default', title: expect.stringMatching(/^Goal .+: off track$/) });
    expect(told.text).toMatch(/up to 2026-04-10: [^;]+; [^;]+ was due; target /);
    expect(told.text).toMatch(new RegExp(`^Goal ${goal.slice('2026/'.length)}\\.$`, 'm'));
    expect(told.text).toContain(METRICS.get(told.alert.metric)?.about.describe.en);
    expect(told.text).toMatch(/^Trace: brandhub alerts show \d+$/m);
  });

  it('of a receiver that is down wait with growing pauses, lose nothing, and come in their order', async () => {
    receiver.answer = { status: 503, body: 'closed for very-secret-token' };
    await failed(3, 'shop');
    await look();
    expect(await tell()).toBe(0);
    const { id } = await one('SOURCE_FAILING', 'shop');
    const delivery = async () => (await world.session((session) => deliveriesOf(session, [id])))[0]!;
    expect(await delivery()).toMatchObject({ status: 'QUEUED', attempts: 1, nextAt: new Date(now.getTime() + MINUTE) });
    expect((await delivery()).error).toMatch(/^http:\/\/127\.0\.0\.1:\d+: status 503: closed for \[secret/);
    expect(await tell()).toBe(0);
    later(1);
    await tell();
    expect(await delivery()).toMatchObject({ attempts: 2, nextAt: new Date(now.getTime() + 2 * MINUTE) });
    // It is well again before anybody could be told that it was not.
    await world.rows(
      `INSERT INTO hub.ingest_run (workspace_id, source_id, status) SELECT 1, id, 'SUCCEEDED' FROM hub.source WHERE key = 'shop' RETURNING id`,
    );
    await look();
    const seen = receiver.received.length;
    receiver.answer = { status: 200, body: '' };
    later(2);
    expect(await tell()).toBe(2);
    const told = receiver.received.slice(seen).map(({ json }) => [json.event, json.title]);
    expect(told).toEqual([
      ['OPENED', 'Source Source shop fails'],
      ['CLOSED', 'Source Source shop answers again'],
    ]);
    expect(await one('SOURCE_FAILING', 'shop')).toMatchObject({ state: 'CLOSED', level: 'OVER', endedAt: expect.any(Date) });
  });

  it('are given up after twelve attempts, with the reason in sight, and tried anew when somebody asks', async () => {
    receiver.answer = { status: 500, body: 'broken' };
    await failed(4, 'shop');
    await look();
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      await tell();
      later(6 * 60);
    }
    expect(await world.session(destinations)).toMatchObject([
      { key: 'team', waiting: 0, dead: 1, error: expect.stringMatching(/500: broken/) },
    ]);
    receiver.answer = { status: 200, body: '' };
    expect(await tell()).toBe(0);
    await world.session((session) => retryDead(session, 'team', now));
    expect(await tell()).toBe(1);
    expect(await world.session(destinations)).toMatchObject([{ waiting: 0, dead: 0, error: null }]);
  });

  it('that a person took in hand or closed are not told anew, unless they get worse', async () => {
    const { id } = await one('GOAL', goal);
    await world.session((session) => decideAlert(session, id, { state: 'CLOSED', by: 'Ann', note: 'known', at: now }));
    const level = async (status: string) => world.rows(`UPDATE hub.alert SET level = $2 WHERE id = $1 RETURNING id`, [id, status]);
    const again = async () => {
      later(10);
      await world.rows(`UPDATE hub.brand SET aliases = array_append(aliases, 'more') RETURNING id`);
      await look();
      await tell();
      const told = await world.session((session) => deliveriesOf(session, [id]));
      return [(await one('GOAL', goal)).state, told.length];
    };
    expect(await again()).toEqual(['CLOSED', 1]);
    // As if it had been at risk when it was closed.
    await level('AT_RISK');
    expect(await again()).toEqual(['OPEN', 2]);
    const changes = await world.session((session) => changesOf(session, [id]));
    expect(changes.map(({ state, by, level: at }) => [state, by, at])).toEqual([
      ['OPEN', null, 'OFF_TRACK'],
      ['CLOSED', 'Ann', 'OFF_TRACK'],
      ['OPEN', null, 'OFF_TRACK'],
    ]);
  });

  it('speak the language of the workspace', async () => {
    await world.session((session) => setAlertLanguage(session, 'ZH_HANT'));
    await failed(2, 'social');
    await look();
    await tell();
    const told = at('team').find(({ json }) => json.title === '資料來源「Source social」擷取失敗');
    expect(told?.json.text).toMatch(/^連續 2 次失敗（達 2 次即告知）。最近一次：status 503: closed$/m);
  });

  it.each([
    ['SLACK', {}, (json: Record<string, unknown>) => json.text],
    ['WECOM', {}, (json: { text: { content: string } }) => json.text.content],
    ['FEISHU', { secret: 'SEC1234' }, (json: { content: { text: string } }) => json.content.text],
    ['DINGTALK', { secret: 'SEC1234' }, (json: { text: { content: string } }) => json.text.content],
  ] as const)('reach a bot of %s as text, signed as it asks', async (format, more, textOf) => {
    await destination(format, format, { ...more, privateHosts: [receiver.host], kinds: ['QUARANTINE'] });
    await world.session((session) => queueTest(session, format, now));
    receiver.answer = { status: 200, body: '{"errcode":310000,"errmsg":"sign not match"}' };
    expect(await tell()).toBe(0);
    const error = (await world.session(destinations)).find(({ key }) => key === format)?.error;
    expect(error).toMatch(/refused: 310000 sign not match/);
    receiver.answer = { status: 200, body: format === 'SLACK' ? 'ok' : '{"errcode":0,"code":0}' };
    later(1);
    expect(await tell()).toBe(1);
    const got = at(format).at(-1)!;
    expect(textOf(got.json as never)).toBe('brandhub 測試訊息\n本工作區的告警將傳送到這裡。');
    const asked = new URL(got.path, receiver.url).searchParams;
    if (format === 'FEISHU')
      expect(got.json.sign).toBe(createHmac('sha256', `${Math.floor(now.getTime() / 1000)}\nSEC1234`).digest('base64'));
    if (format === 'DINGTALK')
      expect([asked.get('access_token'), asked.get('sign')]).toEqual([
        'very-secret-token',
        createHmac('sha256', 'SEC1234').update(`${now.getTime()}\nSEC1234`).digest('base64'),
      ]);
  });

  it('are read, decided and given destinations over the graph, whose callers name no private host', async () => {
    const server = await startServer({
      ...{ database: world.database, log, listenUrl: world.test.appUrl, secretKey: KEY },
      config: { host: '127.0.0.1', port: 0, oidc: null, now: clock },
    });
    const ask = async (query: string) => {
      const headers = { 'content-type': 'application/json', 'accept-language': 'zh-CN' };
      return (await fetch(`${server.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })).json() as Promise<Body>;
    };
    try {
      const first = (
        await ask('{ alerts(kind: [GOAL], first: 1) { totalCount pageInfo { endCursor hasNextPage } edges { node { id } } } }')
      ).data.alerts;
      expect(first).toMatchObject({ totalCount: expect.any(Number), pageInfo: { hasNextPage: true } });
      const rest = await ask(`{ alerts(kind: [GOAL], after: "${first.pageInfo.endCursor}") { edges { node { id } } } }`);
      expect(rest.data.alerts.edges).toHaveLength(first.totalCount - 1);
      const { id } = first.edges[0].node;
      const taken = await ask(
        `mutation { acknowledgeAlert(id: ${id}, note: "seen") { state owner title definition { name } changes { by note } } }`,
      );
      expect(taken.data.acknowledgeAlert).toMatchObject({ state: 'ACKNOWLEDGED', title: expect.stringMatching(/^目标「/) });
      expect(taken.data.acknowledgeAlert.changes.at(-1)).toMatchObject({ by: taken.data.acknowledgeAlert.owner, note: 'seen' });
      const told = (await ask('{ alerts(kind: [GOAL, UNUSUAL_DAY]) { edges { node { value lineage } } } }')).data.alerts.edges;
      const cell = told.find(({ node }: { node: { lineage: string | null } }) => node.lineage !== null).node;
      expect((await ask(`{ lineage(cell: "${cell.lineage}") { value } }`)).data.lineage.value).toBe(cell.value);
      const made = `{ key: "graph", url: "${receiver.url}/very-secret", secret: "${SECRET}" }`;
      expect(
        (await ask(`mutation { setAlertDestination(destination: ${made}) { key host format enabled } }`)).data.setAlertDestination,
      ).toEqual({
        ...{ key: 'graph', host: receiver.host, format: 'JSON', enabled: true },
      });
      expect((await ask('mutation { testAlertDestination(key: "graph") { status } }')).data.testAlertDestination).toEqual({
        status: 'QUEUED',
      });
      later(1);
      await tell();
      const shown = (await ask('{ alertDestinations { key waiting error } }')).data.alertDestinations;
      expect(shown.find(({ key }: { key: string }) => key === 'graph')).toMatchObject({ error: expect.stringMatching(/not public/) });
      expect((await ask('mutation { removeAlertDestination(key: "graph") }')).data).toEqual({ removeAlertDestination: true });
    } finally {
      await server.close();
    }
  });

  it('go to public addresses only, and keep what is secret of a destination to themselves', async () => {
    await destination('inside', 'SLACK');
    await world.session((session) => queueTest(session, 'inside', now));
    const seen = receiver.received.length;
    expect(await tell()).toBe(0);
    const shown = await world.session(destinations);
    expect(shown.find(({ key }) => key === 'inside')?.error).toMatch(/leads to 127\.0\.0\.1, an address that is not public/);
    expect(receiver.received).toHaveLength(seen);
    expect(JSON.stringify([shown, await world.rows('SELECT * FROM hub.alert_destination')])).not.toMatch(/very-secret|a key of/);
    await expect(destination('bad', 'JSON', { secret: 'short' })).rejects.toThrow(/at least 16 characters/);
    await expect(destination('bad', 'JSON', { url: 'ftp://very-secret.example' })).rejects.toThrow(/^setAlertDestination.url: "…" given/);
    const [fresh, old] = [randomBytes(32), KEY];
    expect(await world.session((session) => resealDestinations(session, Buffer.concat([fresh, old])))).toBe(6);
    expect(await world.session((session) => resealDestinations(session, fresh))).toBe(0);
  });

  it('are forgotten when they have been over for more than a year, with all that was told of them; those that go on never are', async () => {
    const ids = (alerts: PlacedAlert[]) => alerts.map(({ id }) => id);
    const over = ids((await all()).filter(({ endedAt }) => endedAt !== null));
    const goOn = ids((await all()).filter(({ endedAt }) => endedAt === null));
    expect(over.length * goOn.length).toBeGreaterThan(0);
    const lookAfter = async (days: number) => {
      later(10);
      await world.rows(
        `UPDATE hub.alert SET changed_at = a.at, ended_at = CASE WHEN ended_at IS NOT NULL THEN a.at END
         FROM (SELECT $1::timestamptz - make_interval(days => $2) AS at) a RETURNING id`,
        [now, days],
      );
      await world.rows(`UPDATE hub.brand SET aliases = array_append(aliases, 'forgotten') RETURNING id`);
      await look();
      return ids(await all());
    };
    expect(await lookAfter(399)).toEqual(expect.arrayContaining([...over, ...goOn]));
    const left = await lookAfter(401);
    expect(left).toEqual(expect.arrayContaining(goOn));
    expect(left.filter((id) => over.includes(id))).toEqual([]);
    expect(await world.session((session) => changesOf(session, over))).toEqual([]);
    expect(await world.session((session) => deliveriesOf(session, over))).toEqual([]);
  });

  it('follow from rules that the workspace sets, within what their kind has', async () => {
    const set = (kind: 'GOAL' | 'UNUSUAL_DAY', settings: object) =>
      world.session((session) => setAlertRule(session, kind, { enabled: true, settings, setBy: 'test' }));
    expect(await set('GOAL', { from: 'OFF_TRACK' })).toMatchObject({ settings: { from: 'OFF_TRACK', goals: [] }, setBy: 'test' });
    await expect(set('GOAL', { metrics: ['spend'] })).rejects.toThrow(/settings of this kind/);
    await expect(set('UNUSUAL_DAY', { metrics: ['nothing'] })).rejects.toThrow(/no metric of the catalogue/);
  });
});
