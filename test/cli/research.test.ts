import { VariantDay } from '../../entities/facts/VariantDay';
import { alertsCommand } from '../../src/cli/alerts';
import { crisesCommand } from '../../src/cli/crises';
import { experimentsCommand } from '../../src/cli/experiments';
import { researchCommand } from '../../src/cli/research';
import { openReceiver } from '../alerts/receiver';
import { fileOf } from '../ingest/files/read-all';
import { MetricWorld } from '../metrics/metric-world';
import { run } from '../support/run-command';

const before = { ...process.env };
let world: MetricWorld;

beforeAll(async () => {
  world = await MetricWorld.open();
  const BRANDHUB_SECRET_KEY = 'ab'.repeat(32);
  Object.assign(process.env, {
    ...{ DATABASE_URL: world.test.ownerUrl, DATABASE_APP_URL: world.test.appUrl, LOG_LEVEL: 'silent', BRANDHUB_SECRET_KEY },
  });
  await world.brand('rival');
});
afterAll(async () => {
  process.env = before;
  process.exitCode = undefined;
  await world?.close();
});

describe('brandhub research', () => {
  const INTERVIEW = `
key: mei
title: Mei, 31, Chengdu
heldOn: 2026-05-04
consent: QUOTE
turns: [{ speaker: Mei, text: I wait for the double eleven. }]
`;

  test('keeps interviews, facts of competitors and findings, and lists them', async () => {
    await run(researchCommand(), 'add-interview', fileOf('mei.yaml', INTERVIEW));
    expect(await run(researchCommand(), 'interviews')).toMatch(/mei +Mei, 31, Chengdu +2026-05-04 +QUOTE +1/);
    const said = ['add-fact', 'rival', 'PRICE', 'Serum at 199', '--url', 'https://rival.example/serum', '--subject', 'serum'];
    const { id } = JSON.parse(
      await run(researchCommand(), ...said, '--observed-on', '2026-05-01', '--expires-on', '2026-05-31', '--confidence', '0.9', '--json'),
    );
    expect(await run(researchCommand(), 'facts', '--on', '2026-05-20')).toMatch(
      /rival +PRICE +serum +Serum at 199 +2026-05-01 +0\.9 +until 2026-05-31/,
    );
    expect(await run(researchCommand(), 'facts', '--on', '2026-06-20')).toMatch(/expired 2026-05-31/);
    const finding = JSON.parse(await run(researchCommand(), 'add-finding', 'Buyers wait for sales', '--kind', 'CUSTOMER', '--json'));
    await expect(run(researchCommand(), 'publish', String(finding.id))).rejects.toThrow(/nothing is published that nothing supports/);
    await run(researchCommand(), 'add-evidence', String(finding.id), 'COMPETITOR', String(id), '--note', 'they do too');
    await run(researchCommand(), 'add-evidence', String(finding.id), 'LINK', 'https://study.example', '--against');
    await run(researchCommand(), 'publish', String(finding.id));
    expect(await run(researchCommand(), 'findings', '--search', 'wait')).toMatch(/CUSTOMER +Buyers wait for sales +1 +1 +20\d\d-/);
    expect(JSON.parse(await run(researchCommand(), 'findings', '--json'))).toMatchObject([
      { evidence: [{ kind: 'COMPETITOR', reference: String(id), supports: true }, { supports: false }] },
    ]);
  });

  test('a kind or a day that is none is told with its place', async () => {
    await expect(run(researchCommand(), 'add-evidence', '1', 'RUMOUR', 'x')).rejects.toThrow(/kind: "RUMOUR" is not one of CELL/);
    await expect(run(researchCommand(), 'add-interview', fileOf('bad.yaml', 'key: x'))).rejects.toThrow(/bad.yaml: title: /);
  });
});

describe('brandhub experiments', () => {
  test('declares designs and lists every version; a decision needs something that was told', async () => {
    await run(experimentsCommand(), 'declare', 'button', '--hypothesis', 'red sells', '--family', 'cvr', '--users-per-arm', '4000');
    await run(experimentsCommand(), 'declare', 'button', '--family', 'cvr', 'aov', '--correction', 'BONFERRONI', '--least-lift', '0.05');
    const [second, first] = JSON.parse(await run(experimentsCommand(), 'designs', 'button', '--json'));
    expect([first, second]).toMatchObject([
      { version: 1, hypothesis: 'red sells', usersPerArm: 4000, correction: 'HOLM', declaredBy: 'command line' },
      { version: 2, family: ['cvr', 'aov'], correction: 'BONFERRONI', leastLift: 0.05 },
    ]);
    expect(await run(experimentsCommand(), 'decisions')).toMatch(/^experiment +metric +variant/);
    await expect(run(experimentsCommand(), 'decide', 'button', 'cvr', 'red', '--reason', 'it won')).rejects.toThrow(
      /nothing was told of "button"/,
    );
  });

  test('lists them, shows what came of one with its split and verdicts, and plans one', async () => {
    const M = 1_000_000n;
    const source = await world.source('tests');
    const arm = (variant: string, place: number, buyers: bigint) => ({
      source,
      ...{
        day: '2026-03-10',
        experiment: 'page',
        experimentName: 'One page',
        variant,
        variantPlace: place,
        metric: 'buys',
        metricRole: 'goal',
      },
      ...{ weight: M / 2n, users: 2000, sum: buyers * M, sumSquares: buyers * M },
    });
    await world.load(VariantDay, [arm('old', 0, 100n), arm('new', 1, 130n)]);
    expect(await run(experimentsCommand(), 'list', 'one')).toMatch(/^page +One page +2026-03-10$/m);
    expect(await run(experimentsCommand(), 'show', 'page')).toMatch(
      /^buys +new +0\.05 +0\.065 +0\.3 +-0\.0\d+ +0\.6\d+ +0\.04155 +0\.04155 +0\.963\d* +HIGHER/m,
    );
    const shown = JSON.parse(await run(experimentsCommand(), 'show', 'page', '--looks', 'ANY', '--json'));
    expect(shown).toMatchObject({ key: 'page', sampleRatio: { ok: true, pValue: 1 }, results: [{ variant: 'new', verdict: 'UNDECIDED' }] });
    await expect(run(experimentsCommand(), 'show', 'nothing')).rejects.toThrow(/nothing was told of "nothing"/);
    expect(await run(experimentsCommand(), 'plan', '0.05', '--lift', '0.1', '--users-a-day', '5000')).toMatch(/^ *31231 +0\.1 +13$/m);
    await expect(run(experimentsCommand(), 'plan', '0.05')).rejects.toThrow(/experimentPlan.lift/);
  });
});

describe('brandhub alerts and crises', () => {
  test('a destination is set, tested, shown without what is secret, and taken away', async () => {
    const receiver = await openReceiver();
    try {
      const given = ['set', 'team', '--url', `${receiver.url}/token-of-the-team`, '--secret', 'sixteen or more characters'];
      expect(await run(alertsCommand(), ...given, '--allow-private', receiver.host)).not.toMatch(/token-of|sixteen/);
      expect(await run(alertsCommand(), 'language', 'ZH_HANS')).toBe('ZH_HANS\n');
      expect(await run(alertsCommand(), 'test', 'team')).toMatch(/team +DELIVERED/);
      expect(receiver.received).toMatchObject([{ path: '/token-of-the-team', json: { event: 'TEST', title: 'brandhub 测试消息' } }]);
      receiver.answer = { status: 410, body: 'gone' };
      await expect(run(alertsCommand(), 'test', 'team')).rejects.toThrow(
        /team did not take the test: http:\/\/127.0.0.1:\d+: status 410: gone/,
      );
      expect(await run(alertsCommand(), 'destinations')).toMatch(/team +JSON +127.0.0.1:\d+ +true +1 +0 +\S+: status 410/);
    } finally {
      await receiver.close();
    }
    expect(await run(alertsCommand(), 'remove', 'team')).toBe('Destination team is gone.\n');
  });

  test('what is wrong is looked for when it is asked, listed, and taken in hand', async () => {
    await world.source('late', { freshTo: '2026-01-05' });
    await world.rows(`UPDATE hub.source SET schedule = '0 6 * * *' RETURNING id`);
    const [alert] = JSON.parse(await run(alertsCommand(), 'check', '--json'));
    expect(alert).toMatchObject({ kind: 'SOURCE_STALE', thing: 'late', details: { day: '2026-01-05' } });
    await run(alertsCommand(), 'acknowledge', String(alert.id), '--by', 'Ann', '--note', 'asked the agency');
    expect(await run(alertsCommand(), 'list')).toMatch(/ACKNOWLEDGED +Source Source late is stale +2026-01-05 .* Ann /);
    expect(await run(alertsCommand(), 'show', String(alert.id))).toMatch(
      /^Complete up to 2026-01-05, [\d,]+ days ago \(told beyond 4\)\.$/m,
    );
    expect(await run(alertsCommand(), 'rules', '--kind', 'SOURCE_STALE', '--set', '{"days":9}')).toMatch(
      /SOURCE_STALE +true +\{"days":9\}/,
    );
  });

  test('the numbers of the crisis rule are shown and set, with a reason', async () => {
    await expect(run(crisesCommand(), 'rule', '--set', 'leastReach=500')).rejects.toThrow(/--why/);
    expect(await run(crisesCommand(), 'rule', '--set', 'leastReach=500', '--why', 'a firehose')).toMatch(/leastReach +500 +20\n/);
  });
});
