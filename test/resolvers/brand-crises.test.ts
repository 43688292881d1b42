import { inWorkspace } from '../../src/database/session';
import { addDays, type Day, daysOf } from '../../src/lib/day';
import { type ServerUnderTest, serverUnderTest } from '../graph/running-server';
import { type SeededWorkspace, seedWorkspace } from './seeded-workspace';

const FIRST: Day = '2026-08-01';
const BAD = ['2026-11-10', '2026-11-11', '2026-11-12'];

/** Ten mentions a day, two of them negative; on three days forty more, all negative and about safety. */
async function talk(server: ServerUnderTest, ours: SeededWorkspace): Promise<void> {
  await inWorkspace(server.database, ours.id, async (session) => {
    await session.query("SELECT hub.ensure_partitions('mention', $1, '2026-11-22')", [FIRST]);
    const days = [...daysOf({ from: FIRST, to: '2026-11-22' })].flatMap((day) =>
      Array.from({ length: BAD.includes(day) ? 50 : 10 }, (_, no) => ({ day, no })),
    );
    await session.execute(
      `INSERT INTO hub.raw_page (workspace_id, id, run_id, source_id, stream, seq, request, status, headers, body, sha256, bytes, fetched_at, promoted_at)
       SELECT $1, 900, $2, $3, 'posts', 900, '{}', 200, '{}', '', '', 0, now(), now()`,
      [ours.id, ours.runIds[0], ours.sourceId],
    );
    await session.execute(
      `INSERT INTO fact.mention (workspace_id, day, source_id, brand_id, post, platform, sentiment, sentiment_by, topic, engagements, text, page_id, record_no, recorded_at)
       SELECT $1, d, $2, $3, d || '-' || no, 'mastodon', CASE WHEN no < 2 OR no >= 10 THEN 'negative' ELSE 'positive' END, 'linear-en-1',
         CASE WHEN no >= 10 THEN 'safety' END, 4, 'words', 900, 0, '2026-11-22T00:00:00Z'
       FROM unnest($4::date[], $5::integer[]) AS t (d, no)`,
      [ours.id, ours.sourceId, ours.brandId, days.map(({ day }) => day), days.map(({ no }) => no)],
    );
  });
  await server.rebuild();
}

describe('the crises of a brand', () => {
  let server: ServerUnderTest;
  let ours: SeededWorkspace;
  const keys: Record<string, string> = {};

  beforeAll(async () => {
    server = await serverUnderTest();
    ours = await seedWorkspace(server, 1, 'mine');
    await talk(server, ours);
    for (const role of ['viewer', 'analyst', 'plan_owner'] as const) keys[role] = await server.key(1, role);
  });
  afterAll(() => server.close());

  const ask = async (query: string, role = 'viewer') => (await server.ask(query, { key: keys[role] as string })).body;
  const crises = (fields: string) =>
    ask(`{ brand(key: "mine-brand") { crises(range: { from: "2026-11-01", to: "2026-11-22" }) { ${fields} } } }`);

  it('are told with their days, their height, what they are about, and why', async () => {
    const { data } = await crises(
      'from to stage worst alertedOn ruleVersion peak { mentions expected negative negativeShare reach reason } days { day stage } topics { topic label negative }',
    );
    expect(data.brand.crises).toEqual([
      {
        from: BAD[0],
        to: BAD[2],
        stage: 'CLOSED',
        worst: 'CRISIS',
        alertedOn: BAD[0],
        ruleVersion: '2026-1',
        peak: {
          mentions: 50,
          expected: 10,
          negative: 42,
          negativeShare: 0.84,
          reach: 200,
          reason: expect.stringMatching(/^50 mentions, 42 negative, where 10 and 2 were expected/),
        },
        days: BAD.map((day, no) => ({ day, stage: no === 0 ? 'ALERT' : 'CRISIS' })),
        topics: [{ topic: 'safety', label: 'Safety', negative: 120 }],
      },
    ]);
  });

  it('count what metrics answers: the sum of the days is the sum of the range', async () => {
    const { data } = await crises('days { mentions negative }');
    const sum = (key: string) =>
      data.brand.crises[0].days.reduce((total: number, day: Record<string, number>) => total + (day[key] as number), 0);
    const range = `{ from: "${BAD[0]}", to: "${BAD[2]}" }`;
    const asked = await ask(`{ metrics(query: { select: [mentions, mentionsNegative], range: ${range} }) { rows { values { value } } } }`);
    expect(asked.data.metrics.rows[0].values.map(({ value }: { value: number }) => value)).toEqual([sum('mentions'), sum('negative')]);
  });

  it('are as they were known at an instant before', async () => {
    const { data } = await ask(
      '{ brand(key: "mine-brand") { crises(range: { from: "2026-11-01", to: "2026-11-22" }, asOf: "2026-11-21T00:00:00Z") { from } } }',
    );
    expect(data.brand.crises).toEqual([]);
  });

  it('carry a log of what was done, who has them in hand, and until when nobody is alerted', async () => {
    const note = (day: Day, more: string, role?: string) =>
      ask(
        `mutation { noteCrisis(brand: "mine-brand", day: "${day}", note: "${more.includes('owner') ? 'taken over' : 'statement published'}"${more}) }`,
        role,
      );
    expect((await note(BAD[0] as Day, ', owner: "Ann"', 'analyst')).data).toEqual({ noteCrisis: true });
    expect((await note(addDays(BAD[2] as Day, 2), ', silentUntil: "2026-11-20"', 'analyst')).data).toEqual({ noteCrisis: true });
    const { data } = await crises('owner silentUntil log { day note owner notedBy }');
    expect(data.brand.crises).toEqual([
      {
        owner: 'Ann',
        silentUntil: '2026-11-20',
        log: [
          { day: BAD[0], note: 'taken over', owner: 'Ann', notedBy: 'key analyst of a test' },
          { day: '2026-11-14', note: 'statement published', owner: null, notedBy: 'key analyst of a test' },
        ],
      },
    ]);
    expect((await note(BAD[0] as Day, '', 'viewer')).errors).toMatchObject([{ extensions: { code: 'UNAUTHORIZED' } }]);
  });

  it('follow from numbers that the workspace sets, by versions with a reason; what held before still answers for then', async () => {
    const set = (limits: string, role = 'plan_owner') =>
      ask(
        `mutation { setCrisisRule(limits: ${limits}, why: "small brands reach few") { version leastReach leastMentions setBy why } }`,
        role,
      );
    expect((await set('{ leastReach: 300 }')).data.setCrisisRule).toEqual({
      ...{ version: 'own-1', leastReach: 300, leastMentions: 5 },
      ...{ setBy: 'key plan_owner of a test', why: 'small brands reach few' },
    });
    const { data } = await crises('worst alertedOn ruleVersion peak { reach reason }');
    expect(data.brand.crises).toMatchObject([
      { worst: 'WATCH', alertedOn: null, ruleVersion: 'own-1', peak: { reach: 200, reason: expect.stringMatching(/from 300/) } },
    ]);
    const rules = (await ask('{ crisisRules { version leastReach why setBy setAt } }')).data.crisisRules;
    expect(rules.map((each: Record<string, unknown>) => [each.version, each.leastReach])).toEqual([
      ['own-1', 300],
      ['2026-1', 20],
    ]);
    const before = new Date(Date.parse(rules[0].setAt) - 1).toISOString();
    const past = `{ brand(key: "mine-brand") { crises(range: { last: 30, unit: DAY }, asOf: "${before}") { worst ruleVersion } } }`;
    expect((await ask(past)).data.brand.crises).toEqual([{ worst: 'CRISIS', ruleVersion: '2026-1' }]);
    expect((await set('{ leastReach: -1 }')).errors?.[0]?.message).toMatch(/leastReach: -1 given; expected a whole number from 0/);
    expect((await set('{ alertShare: 0.2 }')).errors?.[0]?.message).toMatch(/at least the watchShare 0.35/);
    expect((await set('{ leastReach: 20 }', 'analyst')).errors).toMatchObject([{ extensions: { code: 'UNAUTHORIZED' } }]);
    expect((await set('{ leastReach: 20 }')).data.setCrisisRule).toMatchObject({ version: 'own-2', leastReach: 20 });
  });

  it('label a mention: what a person says is what is counted from then on, and an audit tells how often the machine errs', async () => {
    const count = async () =>
      (
        await ask(
          '{ metrics(query: { select: [mentionsNegative], range: { from: "2026-11-10", to: "2026-11-10" } }) { rows { values { value } } } }',
        )
      ).data.metrics.rows[0].values[0].value;
    const before = await count();
    const label = (post: string, sentiment: string, role = 'analyst') =>
      ask(
        `mutation { labelMention(source: "mine-source", post: "${post}", brand: "mine-brand", sentiment: ${sentiment}, audited: true) }`,
        role,
      );
    expect((await label('2026-11-10-0', 'POSITIVE')).data).toEqual({ labelMention: true });
    expect((await label('2026-11-10-1', 'NEGATIVE')).data).toEqual({ labelMention: true });
    expect((await label('2026-11-10-2', 'NEUTRAL')).data).toEqual({ labelMention: true });
    expect(await count()).toBe(before - 1);
    expect((await label('2026-11-10-1', 'NEGATIVE', 'viewer')).errors).toMatchObject([{ extensions: { code: 'UNAUTHORIZED' } }]);
    expect((await label('none', 'NEGATIVE')).errors?.[0]?.message).toMatch(/none/);
    const { data } = await ask(
      `{ brand(key: "mine-brand") { sentimentAudit(range: { from: "2026-11-01", to: "2026-11-22" }) { netSentiment { value lineage } machine { n accuracy kappa macroF1 } matrix people { n kappa } corrected { net { value low high level } } } } }`,
    );
    expect(data.brand.sentimentAudit).toMatchObject({
      netSentiment: { value: expect.any(Number), lineage: expect.any(String) },
      machine: { n: 3, accuracy: 1 / 3, kappa: 0 },
      matrix: [
        [1, 0, 0],
        [0, 0, 1],
        [1, 0, 0],
      ],
      people: { n: 0, kappa: null },
      corrected: { net: { level: 0.95 } },
    });
  });

  it('move brand health: the changes of its parts add up to its change', async () => {
    const { data, errors } = await ask(
      `{ brand(key: "mine-brand") { queryVersion healthChange(before: { from: "2026-10-01", to: "2026-10-31" }, after: { from: "2026-11-10", to: "2026-11-12" }) {
        before after change weightsVersion interval { low } isSignificant parts { name before after change } } } }`,
    );
    expect(errors).toBeUndefined();
    const { before, after, change, parts, ...more } = data.brand.healthChange;
    expect(more).toEqual({ weightsVersion: '2026-1', interval: null, isSignificant: null });
    expect(change).toBeCloseTo(after - before, 9);
    expect(change).toBeLessThan(-10);
    const sum = parts.reduce((total: number, part: { change: number }) => total + part.change, 0);
    expect(sum).toBeCloseTo(change, 9);
    expect(parts.find(({ name }: { name: string }) => name === 'nps')).toMatchObject({ before: null, after: null, change: 0 });
  });

  it('tells every version of the names by which texts are searched for a brand', async () => {
    await inWorkspace(server.database, ours.id, (session) =>
      session.execute("UPDATE hub.brand SET excludes = '{spider}' WHERE key = 'mine-brand'"),
    );
    const { data } = await ask('{ brand(key: "mine-brand") { queryVersion queries { version names excludes } } }');
    const names = ['mine Brand'];
    expect(data.brand).toEqual({
      queryVersion: 2,
      queries: [
        { version: 2, names, excludes: ['spider'] },
        { version: 1, names, excludes: [] },
      ],
    });
  });

  it('a text is read as a mention would be, with the words that weighed', async () => {
    const { data } = await ask(
      '{ readText(text: "the parcel for my mine Brand lamp never came, terrible service") { written brands sentiment score confidence model words { word weight } topics spamSigns } }',
    );
    expect(data.readText).toMatchObject({
      written: 'en',
      brands: ['mine-brand'],
      sentiment: 'NEGATIVE',
      model: 'linear-en-1',
      topics: ['delivery', 'service'],
      spamSigns: [],
    });
    expect(data.readText.words[0]).toEqual({ word: 'terrible', weight: expect.any(Number) });
    expect(data.readText.words[0].weight).toBeLessThan(0);
  });
});
