import { studyCommand } from '../../src/cli/study';
import { inWorkspace } from '../../src/database/session';
import { METRICS } from '../../src/metrics/registry';
import { importPlan } from '../../src/plan/import-plan';
import { parsePlanFile } from '../../src/plan/plan-file';
import { type Body, type ServerUnderTest, serverUnderTest } from '../graph/running-server';
import { fileOf } from '../ingest/files/read-all';
import { run } from '../support/run-command';

const TODAY = '2026-06-15';
const PLAN = `
year: 2026
title: Plan
currency: CNY
timeZone: Asia/Shanghai
brands: [{ key: lumina, name: Lumina, own: true }, { key: solara, name: Solara, own: false }]
goals:
  - { key: visits, title: Visits, metric: sessions, aggregation: SUM, target: 36500 }
`;
const STUDY = `
key: tracker
name: Brand tracker
brand: lumina
waves: [{ wave: w1 }]
questions:
  - { code: why, kind: open, text: Why? }
  - { code: nps, kind: nps, text: Would you recommend us? }
file: { respondent: id, day: day, weight: weight }
`;
const WORDS = [
  'smells good',
  'cheap and good',
  'too dear',
  'nice scent',
  'price is fine',
  'my friend has it',
  'good price',
  'dear',
  'scent',
  'nothing',
];

const environment = { ...process.env };
let server: ServerUnderTest;
beforeAll(async () => {
  server = await serverUnderTest({ now: () => new Date(`${TODAY}T04:00:00Z`) });
  const { url } = server.database.options as unknown as { url: string };
  Object.assign(process.env, { DATABASE_URL: server.ownerUrl, DATABASE_APP_URL: url, LOG_LEVEL: 'silent' });
  const plan = parsePlanFile(PLAN, { file: 'plan.yaml', today: TODAY, metrics: METRICS });
  await inWorkspace(server.database, 1, (session) => importPlan(session, plan, { now: new Date('2026-01-01T00:00:00Z') }));
  const rows = WORDS.map((words, at) => `r${at},2026-05-01,${at < 2 ? 2 : 1},${words},${at}`);
  await run(
    studyCommand(),
    'import',
    fileOf('study.yaml', STUDY),
    fileOf('responses.csv', ['id,day,weight,why,nps', ...rows].join('\n')),
    '--json',
  );
});
afterAll(async () => {
  process.env = environment;
  await server?.close();
});

async function data(query: string): Promise<NonNullable<Body['data']>> {
  const { body } = await server.ask(query);
  expect(body.errors).toBeUndefined();
  return body.data;
}
const refusal = async (query: string) => (await server.ask(query)).body.errors?.[0]?.message;

describe('open answers', () => {
  const CODING = `{ codebook { version codes { code label } } coders answers coded codedTwice alpha codes { code n share interval { low high } kappa verbatims } }`;
  const coded = (codes: string[]) =>
    `coder,wave,respondent,codes\n${['anna', 'ben'].flatMap((coder, at) => codes.slice(0, at === 0 ? 10 : 6).map((code, i) => `${coder},w1,r${i},${at === 1 && i === 4 ? 'scent' : code}`)).join('\n')}\n`;
  const CODES = ['scent', 'price', 'price', 'scent', 'price', 'friends', 'price', 'price', 'scent', ''];

  test('are coded twice by a codebook, with kappa, alpha, weighted shares and words', async () => {
    expect(await run(studyCommand(), 'codebook', 'tracker', 'why', 'scent=Scent', 'price=Price', 'friends=Friends')).toBe(
      'tracker why: version 1 with 3 codes\n',
    );
    expect(await run(studyCommand(), 'code', 'tracker', 'why', fileOf('codes.csv', coded(CODES)))).toBe('16 answers coded\n');
    const { coding } = await data(`{ coding(study: "tracker", question: "why") ${CODING} }`);
    expect(coding).toMatchObject({ coders: ['anna', 'ben'], answers: 10, coded: 10, codedTwice: 6 });
    const [scent, price, friends] = coding.codes;
    // Of 12 by weight: r0 counts 2, r3 and r8 one each.
    expect(scent).toMatchObject({
      code: 'scent',
      n: 3,
      share: expect.closeTo(4 / 12, 12),
      verbatims: ['smells good', 'nice scent', 'scent'],
    });
    expect(price.interval.low).toBeLessThan(price.share);
    // Six in common: both say scent of two, ben of one more; 5 of 6 agree, by chance 1/3·1/2 + 2/3·1/2.
    expect(scent.kappa).toBeCloseTo((5 / 6 - 0.5) / 0.5, 12);
    expect(friends.kappa).toBe(1);
    // Values met: scent 2·2 + 1 with price, price 2·2 + 1, friends 2: alpha by hand.
    const expected = 1 - 2 / 12 / ((12 * 12 - 5 * 5 - 5 * 5 - 2 * 2) / (12 * 11));
    expect(coding.alpha).toBeCloseTo(expected, 12);
    expect(await run(studyCommand(), 'coding', 'tracker', 'why')).toMatch(/^scent +3 +33\.3% .* 0\.67 +smells good$/m);
  });

  test('stay with the version by which they were coded', async () => {
    await data('mutation { saveCodebook(study: "tracker", question: "why", codes: [{ code: "scent", label: "Scent" }]) { version } }');
    expect((await data('{ coding(study: "tracker", question: "why") { codebook { version } coded } }')).coding).toEqual({
      codebook: { version: 2 },
      coded: 0,
    });
    expect((await data('{ coding(study: "tracker", question: "why", version: 1) { coded } }')).coding).toEqual({ coded: 10 });
    const wrong =
      'mutation { codeAnswers(study: "tracker", question: "why", coder: "anna", coded: [{ wave: "w1", respondent: "r0", codes: ["price"] }]) }';
    expect(await refusal(wrong)).toBe('codeAnswers.codes: "price" given; expected one of scent (version 2)');
    expect(
      await refusal('mutation { saveCodebook(study: "tracker", question: "nps", codes: [{ code: "a", label: "A" }]) { version } }'),
    ).toContain('expected an open question: why');
  });
});

describe('competitors', () => {
  const record = (given: string) =>
    `mutation { recordCompetitorFact(fact: { brand: "solara", sourceUrl: "https://solara.example/p", confidence: 0.8, ${given} }) { id } }`;

  test('are shown as they were known at a day, and what has expired apart', async () => {
    await data(record('kind: PRICE, subject: "serum", statement: "199", observedOn: "2026-03-01", expiresOn: "2026-05-31"'));
    await data(record('kind: PRICE, subject: "serum", statement: "179", observedOn: "2026-04-10", expiresOn: "2026-06-10"'));
    await data(record('kind: CLAIM, statement: "clinically tested", observedOn: "2026-04-01", expiresOn: "2027-04-01"'));
    const at = async (day: string) =>
      (
        await data(
          `{ competitorMatrix(on: "${day}") { brand kind facts { subject statement confidence sourceUrl } expired { statement } } }`,
        )
      ).competitorMatrix;
    expect(await at('2026-03-15')).toEqual([
      {
        brand: 'solara',
        kind: 'PRICE',
        facts: [{ subject: 'serum', statement: '199', confidence: 0.8, sourceUrl: 'https://solara.example/p' }],
        expired: [],
      },
    ]);
    const june = await at(TODAY);
    expect(june.map(({ kind, facts, expired }: Record<string, never[]>) => [kind, facts!.length, expired])).toEqual([
      ['CLAIM', 1, []],
      ['PRICE', 0, [{ statement: '179' }]],
    ]);
  });

  test.each([
    ['kind: PRICE, statement: " ", observedOn: "2026-03-01", expiresOn: "2026-05-31"', 'recordCompetitorFact.statement'],
    ['kind: PRICE, statement: "1", observedOn: "2026-03-01", expiresOn: "2026-02-28"', 'recordCompetitorFact.expiresOn'],
  ])('are not recorded without what makes them believable: %s', async (given, message) => {
    expect(await refusal(record(given))).toContain(message);
  });
});

describe('an interview', () => {
  const TURNS = '[{ speaker: "Host", text: "Why Lumina?" }, { speaker: "Mei Lin", text: "Mei says the scent stays all day." }]';
  const record = (key: string, consent: string) =>
    `mutation { recordInterview(interview: { key: "${key}", title: "A regular", heldOn: "2026-05-20", consent: ${consent}, turns: ${TURNS} }) { key } }`;
  const ASK = '{ interview(key: "mei") { consent turns { speaker text } highlights { quote speaker tags quotable } } }';

  test('has highlights that are its own words', async () => {
    expect(await refusal(record('mei', 'WITHDRAWN'))).toContain('nothing is kept without consent');
    await data(record('mei', 'QUOTE'));
    expect(await refusal(record('mei', 'QUOTE'))).toContain('a key that no interview has');
    const add = (quote: string) => `mutation { addHighlight(interview: "mei", turn: 1, quote: "${quote}", tags: ["scent"]) { id quote } }`;
    expect((await data(add('Mei says the scent stays'))).addHighlight.quote).toBe('Mei says the scent stays');
    expect(await refusal(add('the price'))).toContain('words of turn 1 (from 0 to 1)');
    expect((await data('{ highlights(tag: "scent") { interview quotable } }')).highlights).toEqual([{ interview: 'mei', quotable: true }]);
  });

  test('is redacted for good, in its highlights as well', async () => {
    expect((await data('mutation { redactInterview(key: "mei", words: ["mei", "lin"]) }')).redactInterview).toBe(3);
    const { interview } = await data(ASK);
    expect(interview.turns[1]).toEqual({ speaker: '███ ███', text: '███ says the scent stays all day.' });
    expect(interview.highlights).toEqual([{ quote: '███ says the scent stays', speaker: '███ ███', tags: ['scent'], quotable: true }]);
    const [row] = await server.run(`SELECT turns::text ~* 'mei' AS left FROM hub.interview WHERE key = 'mei'`);
    expect(row!.left).toBe(false);
  });

  test('is gone when the consent is taken back', async () => {
    await data('mutation { withdrawConsent(key: "mei") { key } }');
    const { interview } = await data(ASK);
    expect(interview).toEqual({
      consent: 'WITHDRAWN',
      turns: [],
      highlights: [{ quote: '', speaker: '', tags: ['scent'], quotable: false }],
    });
  });
});

describe('a finding', () => {
  let id: string;
  const add = (evidence: string) => `mutation { addEvidence(finding: "${id}", evidence: { ${evidence} }) { evidence { kind supports } } }`;
  beforeAll(async () => {
    await server.run(`SELECT hub.ensure_partitions('web_day', '2026-01-01', '2026-06-30')`);
    await server.run(
      `INSERT INTO fact.web_day (workspace_id, day, source_id, brand_id, channel, sessions, page_id, record_no, recorded_at)
       SELECT 1, d::date, 1, 1, 'direct', CASE WHEN d < '2026-06-01' THEN 100 ELSE 120 END, 1, 0, '2026-01-01' FROM generate_series('2026-01-01'::date, '2026-06-14', '1 day') d`,
    );
    await server.rebuild();
    const made = await data(
      'mutation { recordFinding(finding: { kind: CUSTOMER, statement: "Scent brings people back", confidence: 0.7, goals: ["visits"] }) { id publishedAt } }',
    );
    id = made.recordFinding.id;
    expect(made.recordFinding.publishedAt).toBeNull();
  });

  test('is not published while nothing speaks for it', async () => {
    const publish = `mutation { publishFinding(id: "${id}") { publishedAt } }`;
    expect(await refusal(publish)).toContain('nothing is published that nothing supports');
    await data(add('kind: LINK, reference: "https://research.example/1", supports: false, note: "another sample"'));
    expect(await refusal(publish)).toContain('nothing is published that nothing supports');
    const { metrics } = await data(
      '{ metrics(query: { select: [sessions], range: { from: "2026-05-01", to: "2026-05-31" } }) { rows { values { lineage } } } }',
    );
    const { addEvidence } = await data(add(`kind: CELL, reference: "${metrics.rows[0].values[0].lineage}"`));
    // What speaks against it stays.
    expect(addEvidence.evidence).toEqual([
      { kind: 'LINK', supports: false },
      { kind: 'CELL', supports: true },
    ]);
    expect((await data(publish)).publishFinding.publishedAt).toEqual(expect.any(String));
  });

  test.each([
    ['kind: CELL, reference: "abc"', 'lineage'],
    ['kind: EXPERIMENT, reference: "none"', 'the key of an experiment'],
    ['kind: HIGHLIGHT, reference: "1"', 'whose words are still there'],
    ['kind: COMPETITOR, reference: "999"', 'the id of a competitor fact'],
    ['kind: STUDY, reference: "none nps"', 'the key of a study'],
    ['kind: LINK, reference: "x"', 'an http or https address'],
  ])('takes no evidence that is not there: %s', async (evidence, message) => {
    expect(await refusal(add(evidence))).toContain(message);
  });

  test('is found from its goal and by a word, and leads to what is done and what that came to', async () => {
    await data(add('kind: STUDY, reference: "tracker why"'));
    const { addAction } = await data(
      `mutation { addAction(action: { finding: "${id}", kind: PRODUCT, title: "Stronger scent", owner: "Ann", due: "2026-06-30", metric: sessions, expectedEffect: 0.1 }) { id done measuredEffect } }`,
    );
    expect(addAction).toMatchObject({ done: false, measuredEffect: null });
    const { completeAction } = await data(
      `mutation { completeAction(id: "${addAction.id}", doneOn: "2026-06-01") { done doneOn expectedEffect measuredEffect } }`,
    );
    // 120 a day since, 100 over as many days before.
    expect(completeAction).toEqual({ done: true, doneOn: '2026-06-01', expectedEffect: 0.1, measuredEffect: expect.closeTo(0.2, 12) });
    const { goal, findings, none } = await data(
      '{ goal(key: "visits") { findings { statement actions { title } } } findings(search: "scent") { goals { key } } none: findings(goal: "spend") { id } }',
    );
    expect(goal.findings).toEqual([{ statement: 'Scent brings people back', actions: [{ title: 'Stronger scent' }] }]);
    expect([findings, none]).toEqual([[{ goals: [{ key: 'visits' }] }], []]);
    await data(`mutation { completeAction(id: "${addAction.id}", doneOn: "2026-06-12") { done } }`);
    expect((await data('{ findings { actions { measuredEffect } } }')).findings[0].actions).toEqual([{ measuredEffect: null }]);
  });

  test('names goals that are there', async () => {
    expect(await refusal('mutation { recordFinding(finding: { kind: RISK, statement: "x", goals: ["nothing"] }) { id } }')).toContain(
      'keys of goals in force',
    );
  });
});

// The last, as nobody without a key is answered from here on.
test('interviews are not for every viewer', async () => {
  const key = await server.key(1, 'viewer');
  const codeOf = async (query: string) => (await server.ask(query, { key })).body.errors?.[0]?.extensions.code;
  expect([await codeOf('{ interviews { key } }'), await codeOf('{ highlights { quote } }'), await codeOf('{ findings { id } }')]).toEqual([
    'UNAUTHORIZED',
    'UNAUTHORIZED',
    undefined,
  ]);
});
