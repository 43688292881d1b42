import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { loadConnectors } from '../../ingest/load-connectors';
import { pullNow } from '../../ingest/pull-now';
import type { IngestDeps } from '../../ingest/run-pull';
import { type Sandbox, sandboxSources, startSandbox } from '../../ingest/sandbox/sandbox';
import { createSource } from '../../ingest/sources';
import { studyCommand } from '../../src/cli/study';
import { inWorkspace } from '../../src/database/session';
import { createLog } from '../../src/lib/log';
import { newKey } from '../../src/lib/seal';
import { type Body, type ServerUnderTest, serverUnderTest } from '../graph/running-server';
import { fileOf } from '../ingest/files/read-all';
import { analystSession } from '../support/analyst-session';
import { fakeClock } from '../support/ingest-clock';
import { run } from '../support/run-command';

const SHARED = path.join(__dirname, '../../../shared/data');
const environment = { ...process.env };
let server: ServerUnderTest;
beforeAll(async () => {
  server = await serverUnderTest();
  const { url } = server.database.options as { url: string };
  Object.assign(process.env, { DATABASE_URL: server.ownerUrl, DATABASE_APP_URL: url, LOG_LEVEL: 'silent' });
  await server.run(`INSERT INTO hub.brand (workspace_id, key, name, own) VALUES (1, 'lumina', 'Lumina', true)`);
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

/** Loads a study and its responses as its owner would, on the command line. */
async function loaded(yaml: string, csv: string): Promise<void> {
  process.exitCode = 0;
  await run(studyCommand(), 'import', fileOf('study.yaml', yaml), fileOf('responses.csv', csv), '--json');
  expect(process.exitCode).toBe(0);
}

const STUDY = `
key: tracker
name: Brand tracker
brand: lumina
waves: [{ wave: w1, sample: panel }, { wave: w2, sample: panel }, { wave: w3, sample: river }]
seconds: seconds
device: device
trim: { least: 0.2, most: 5 }
questions:
  - { code: age, kind: single, text: How old are you?, options: [young, old] }
  - { code: sex, kind: single, text: Sex, options: [f, m] }
  - { code: nps, kind: nps, text: Would you recommend us? }
  - { code: aware_aided, kind: single, text: Do you know us?, scores: { 'yes': 1, 'no': 0 }, column: known }
  - { code: channels, kind: multi, text: Where did you see us?, options: [tv, web, shop], columns: { tv: c1, web: c2, shop: c3 } }
  - { code: traits, kind: grid, text: What are we like?, options: [good, cheap, new, kind], columns: { good: t1, cheap: t2, new: t3, kind: t4 } }
  - { code: check, kind: single, text: Please choose blue, attention: blue }
  - { code: why, kind: open, text: Why? }
  - { code: seconds, kind: numeric, text: Seconds }
  - { code: device, kind: open, text: Device }
margins:
  all: { age: { young: 50%, old: 50% }, sex: { f: 50%, m: 50% } }
file: { respondent: id, day: day, wave: wave, states: { dont_know: [DK], refused: [REF], skipped: [SKIP] } }
`;
const HEAD = 'id,day,wave,age,sex,nps,known,c1,c2,c3,t1,t2,t3,t4,check,why,seconds,device';

/** A hundred people a wave: 30 young women, 20 young men, 10 old women, 40 old men, as in the worked example of raking. */
function people(wave: string, known: number): string[] {
  return Array.from({ length: 100 }, (_, at) => {
    const [age, sex] = at < 30 ? ['young', 'f'] : at < 50 ? ['young', 'm'] : at < 60 ? ['old', 'f'] : ['old', 'm'];
    const nps = at % 10 === 0 ? 'DK' : String(at % 11);
    const knows = (at * 37) % 100 < known ? 'yes' : 'no';
    const traits = [1, 2, 3, 4].map((row) => 1 + ((at + row) % 5)).join(',');
    return `${wave}-${at},2026-0${wave[1]}-10,${wave},${age},${sex},${nps},${knows},${at % 2},${at % 3 === 0 ? 1 : 0},0,${traits},blue,good because ${at},200,d${wave}${at}`;
  });
}

describe('a study on the command line', () => {
  beforeAll(() => loaded(STUDY, [HEAD, ...people('w1', 40), ...people('w2', 60), ...people('w3', 62)].join('\n')));

  test('is listed with its questions and waves', async () => {
    const { study, studies } = await data(
      '{ studies { key } study(key: "tracker") { name questions { code kind options } waves { wave sample weighting { n } } } }',
    );
    expect(studies).toEqual([{ key: 'tracker' }]);
    expect(study.questions).toHaveLength(10);
    expect(study.waves[2]).toEqual({ wave: 'w3', sample: 'river', weighting: null });
  });

  test('keeps apart who does not know, and who was not asked', async () => {
    const [row] = await server.run(
      `SELECT count(*) FILTER (WHERE state = 'dont_know')::integer AS "dontKnow", count(*) FILTER (WHERE state = 'answered')::integer AS answered,
         count(*) FILTER (WHERE state = 'dont_know' AND score_micros IS NOT NULL)::integer AS wrong
       FROM fact.survey_answer WHERE question = 'nps' AND wave = 'w1'`,
    );
    expect(row).toEqual({ dontKnow: 10, answered: 90, wrong: 0 });
    const { crosstab } = await data('{ crosstab(study: "tracker", rows: "nps", wave: "w1", weighted: false) { base columns { base } } }');
    expect(crosstab).toEqual({ base: 'answered nps, unweighted', columns: [{ base: 90 }] });
  });

  test('is weighed to its margins: the worked example of raking', async () => {
    const before = await awareness();
    const report = JSON.parse(await run(studyCommand(), 'weigh', 'tracker', 'w1', '--json'));
    expect(report).toMatchObject({ n: 100, converged: true, empty: [], least: expect.closeTo(0.7247, 4), most: expect.closeTo(1.4495, 4) });
    for (const { weighted, target } of report.margins) expect(weighted).toBeCloseTo(target, 8);
    const weights = await server.run(
      `SELECT DISTINCT round(r.weight_micros / 1e6, 4)::float8 AS weight FROM hub.respondent_weight r ORDER BY weight`,
    );
    expect(weights.map(({ weight }) => weight)).toEqual([0.7247, 0.8876, 1.1835, 1.4495]);
    // The metric counts by them, as plain SQL does, and as it was known before it does not.
    const [sql] = await server.run(
      `SELECT sum(r.weight_micros * a.score_micros / 1e6)::float8 / sum(r.weight_micros) AS share FROM fact.survey_answer a
       JOIN hub.respondent_weight r ON r.respondent = a.respondent WHERE a.question = 'aware_aided' AND a.wave = 'w1'`,
    );
    const after = await awareness();
    expect(after.value).toBeCloseTo(sql!.share as number, 9);
    expect(before.value).toBe(0.4);
    expect(after.value).not.toBeCloseTo(0.4, 3);
    expect((await awareness(before.asOf)).value).toBe(0.4);
  });

  test('is the same number for analysts who read with SQL, and leads back to its records', async () => {
    const analyst = await analystSession(server, 1);
    try {
      const [row] = await analyst.rows<{ share: number }>(
        `SELECT (sum(weight * score) / sum(weight))::float8 AS share FROM survey_answer WHERE question = 'aware_aided' AND wave = 'w1'`,
      );
      const { value, lineage } = await awareness();
      expect(row!.share).toBeCloseTo(value, 12);
      const found = (await data(`{ lineage(cell: "${lineage}") { value recomputed factRows records(first: 1) { values } } }`)).lineage;
      expect(found.recomputed).toBe(found.value);
      expect(JSON.parse(found.records[0].values).weight).toMatch(/^(0\.72|0\.88|1\.18|1\.44)/);
    } finally {
      await analyst.close();
    }
  });

  async function awareness(asOf?: string) {
    const { metrics } = await data(
      `{ metrics(query: { select: [awarenessAided], range: { from: "2026-01-01", to: "2026-01-31" }, where: { dimension: STUDY, values: ["tracker"] } ${asOf ? `asOf: "${asOf}"` : ''} })
        { asOf rows { values { value n interval { low high } lineage } } } }`,
    );
    return { asOf: metrics.asOf as string, ...metrics.rows[0].values[0] };
  }
});

describe('a table', () => {
  const CELLS =
    'columns { value letter base weightedBase effectiveBase suppression } rows { value cells { count weightedCount columnShare rowShare totalShare higherThan interval { low high } } }';
  const table = async (given: string) =>
    (await data(`{ crosstab(study: "tracker", ${given}) { base several leftOut ${CELLS} } }`)).crosstab;

  test('has shares that add up, bases, and letters where columns differ', async () => {
    const found = await table('rows: "sex", columns: "age", wave: "w2", weighted: false');
    expect(found.columns).toMatchObject([
      { value: '', letter: null, base: 100 },
      { value: 'young', letter: 'A', base: 50, suppression: 'NONE' },
      { value: 'old', letter: 'B', base: 50 },
    ]);
    const [women, men] = found.rows;
    expect(women.cells.map(({ columnShare, higherThan }: Record<string, never>) => [columnShare, higherThan])).toEqual([
      [0.4, ''],
      [0.6, 'B'],
      [0.2, ''],
    ]);
    expect(men.cells[2]).toMatchObject({
      count: 40,
      columnShare: 0.8,
      rowShare: expect.closeTo(40 / 60, 12),
      totalShare: 0.4,
      higherThan: 'A',
    });
    // Wilson of 30 of 50.
    expect(women.cells[1].interval).toEqual({ low: expect.closeTo(0.4618, 3), high: expect.closeTo(0.7239, 3) });
  });

  test('counts by the weights of a wave that was weighed', async () => {
    const { columns, rows } = await table('rows: "age", wave: "w1"');
    expect(columns[0].effectiveBase).toBeLessThan(100);
    expect(rows.map(({ cells }: Record<string, never>) => (cells as unknown as { columnShare: number }[])[0]!.columnShare)).toEqual([
      expect.closeTo(0.5, 6),
      expect.closeTo(0.5, 6),
    ]);
  });

  test('of several answers has a base of respondents and shares above 1', async () => {
    const { several, rows, columns } = await table('rows: "channels", wave: "w2", weighted: false');
    expect([several, columns[0].base]).toEqual([true, 100]);
    expect(rows.map(({ cells }: Record<string, never>) => (cells as unknown as { count: number }[])[0]!.count)).toEqual([50, 34, 0]);
  });

  test('flags columns of fewer than thirty, and hides those of fewer than five', async () => {
    const { columns, rows } = await table('rows: "aware_aided", columns: "nps", wave: "w2", weighted: false');
    expect(new Set(columns.slice(1).map(({ suppression }: Record<string, never>) => suppression))).toEqual(new Set(['SMALL']));
    expect(columns[1].base).toBeLessThan(30);
    const { columns: few, rows: cells } = await table('rows: "aware_aided", columns: "why", wave: "w2", weighted: false');
    expect(few[1].suppression).toBe('HIDDEN');
    expect(cells[0].cells[1]).toMatchObject({ count: null, columnShare: null, higherThan: '' });
    expect(rows[0].cells[1].count).toEqual(expect.any(Number));
  });

  test('is printed with letters and bases', async () => {
    const text = await run(studyCommand(), 'crosstab', 'tracker', 'sex', '--columns', 'age', '--wave', 'w2', '--unweighted');
    expect(text).toMatch(/^Sex +Total +A young +B old$/m);
    expect(text).toMatch(/^f +40\.0% +60\.0% B +20\.0%$/m);
    expect(text).toMatch(/^base +100 +50 +50$/m);
  });

  test('of a grid is asked by its row, and refuses what is no question', async () => {
    expect((await table('rows: "traits[cheap]", wave: "w1"')).rows).toHaveLength(5);
    const wrong = async (rows: string) => (await server.ask(`{ crosstab(study: "tracker", rows: "${rows}") { base } }`)).body.errors;
    expect(await wrong('traits')).toMatchObject([{ message: expect.stringContaining('expected one of its rows: traits[good]') }]);
    expect(await wrong('nothing')).toMatchObject([
      { message: expect.stringContaining('crosstab.rows: "nothing" given; expected one of age, sex') },
    ]);
  });
});

describe('waves', () => {
  test('are compared as independent samples, with a word where the sample changed', async () => {
    const { waveChanges } = await data(
      '{ waveChanges(study: "tracker", question: "aware_aided", values: ["yes"]) { wave value n effectiveN change pValue significant warning interval { low high } } }',
    );
    expect(waveChanges.map(({ wave, n }: Record<string, never>) => [wave, n])).toEqual([
      ['w1', 100],
      ['w2', 100],
      ['w3', 100],
    ]);
    const [first, second, third] = waveChanges;
    expect([first.change, first.pValue]).toEqual([null, null]);
    expect(second.value).toBe(0.6);
    expect(second.change).toBeCloseTo(0.6 - first.value, 12);
    expect(second.significant).toBe(second.pValue < 0.05);
    expect(third).toMatchObject({
      change: expect.closeTo(0.02, 9),
      significant: false,
      warning: expect.stringContaining('the sample changed from "panel" to "river"'),
    });
  });

  test('of a mean score have Welch’s test', async () => {
    const text = await run(studyCommand(), 'waves', 'tracker', 'nps');
    expect(text).toMatch(/^w2 +4\.\d+ +4\.\d+ +\d\.\d+ +90 +0\b/m);
  });
});

describe('a brand lift', () => {
  const lift = async (asked: string) =>
    (
      await data(`{ brandLift(study: "tracker", question: "aware_aided", values: ["yes"], group: "channels", weighted: false, ${asked}) {
        control { n effectiveN share } exposed { n share interval { low high } } reason pValue significant detectable
        absolute { value interval { low high level } } relative { value } headroom { value } } }`)
    ).brandLift;

  test('is the share among those who saw us on tv against those who saw us on the web alone', async () => {
    const found = await lift('exposed: ["tv"], control: ["web"], wave: "w2"');
    const rows = await server.run(`
      SELECT tv.score_micros > 0 AS tv, count(*)::integer AS n, count(*) FILTER (WHERE known.answer = 'yes')::integer AS yes
      FROM fact.survey_answer known JOIN fact.survey_answer tv USING (source_id, study, wave, respondent) JOIN fact.survey_answer web USING (source_id, study, wave, respondent)
      WHERE known.question = 'aware_aided' AND tv.question = 'channels[tv]' AND web.question = 'channels[web]' AND wave = 'w2' AND (tv.score_micros > 0 OR web.score_micros > 0)
      GROUP BY 1 ORDER BY 1`);
    const [control, exposed] = rows as { n: number; yes: number }[];
    const [p, q] = [exposed!.yes / exposed!.n, control!.yes / control!.n];
    expect(found).toMatchObject({
      control: { n: control!.n, effectiveN: control!.n, share: expect.closeTo(q, 12) },
      exposed: { n: exposed!.n, share: expect.closeTo(p, 12) },
      absolute: { value: expect.closeTo(p - q, 12), interval: { level: 0.95 } },
      relative: { value: expect.closeTo(p / q - 1, 12) },
      headroom: { value: expect.closeTo((p - q) / (1 - q), 12) },
      significant: false,
      reason: `${control!.n} answers of the control, fewer than 30`,
    });
    expect(found.detectable).toBeGreaterThan(0.2);
  });

  test('is printed on the command line', async () => {
    const groups = ['--group', 'age', '--exposed', 'young', '--control', 'old', '--wave', 'w2', '--unweighted'];
    const text = await run(studyCommand(), 'lift', 'tracker', 'aware_aided', '--values', 'yes', ...groups);
    expect(text).toMatch(/^control +58\.0% +\d\d\.\d% +\d\d\.\d% +50\b/m);
    expect(text).toMatch(/^headroom lift +9\.5% +-\d\d\.\d% +\d\d\.\d%/m);
  });

  test('is not told of a handful, and refuses answers that there are not', async () => {
    expect(await lift('exposed: ["shop"], control: ["web"], wave: "w2"')).toMatchObject({
      ...{ exposed: { n: 0, share: null }, absolute: null, pValue: null },
      reason: '0 answers of the exposed; expected 5 or more',
    });
    const { body } = await server.ask(
      '{ brandLift(study: "tracker", question: "aware_aided", values: ["maybe"], group: "age", exposed: ["young"], control: ["old"]) { pValue } }',
    );
    expect(body.errors).toMatchObject([
      { message: expect.stringContaining('brandLift.values: "maybe" given; expected answers to aware_aided') },
    ]);
  });
});

describe('responses that are to be read with care', () => {
  beforeAll(() => {
    const [one, two, three, four, five, ...rest] = people('w4', 50);
    const changed = [
      one!.replace(',200,', ',50,'),
      two!.replace(/,\d,\d,\d,\d,blue/, ',3,3,3,3,blue'),
      three!.replace(',blue,', ',red,'),
      four!.replace(/good because \d+/, 'sdfkjhg dfgkjhdfg'),
      five!,
      ...rest.slice(0, 20),
      five!.replace(/^w4-\d+/, 'w4-copy'),
    ];
    return loaded(STUDY.replace('waves: [', 'waves: [{ wave: w4, sample: panel }, '), [HEAD, ...changed].join('\n'));
  });

  test('are flagged with the reason, and not deleted', async () => {
    const { study } = await data('{ study(key: "tracker") { waves { wave quality { responses flagged flags { flag respondents } } } } }');
    const { quality } = study.waves.find(({ wave }: Record<string, never>) => wave === 'w4');
    expect(quality).toEqual({
      responses: 26,
      flagged: 5,
      flags: [
        { flag: 'SPEEDER', respondents: ['w4-0'] },
        { flag: 'STRAIGHT_LINE', respondents: ['w4-1'] },
        { flag: 'DUPLICATE', respondents: ['w4-copy'] },
        { flag: 'ATTENTION', respondents: ['w4-2'] },
        { flag: 'GIBBERISH', respondents: ['w4-3'] },
      ],
    });
  });

  test('count or do not, as is asked, and say how many', async () => {
    const bases = async (given: string) =>
      (await data(`{ crosstab(study: "tracker", wave: "w4", rows: "age" ${given}) { leftOut columns { base } } }`)).crosstab;
    expect(await bases('')).toEqual({ leftOut: 0, columns: [{ base: 26 }] });
    expect(await bases('without: [SPEEDER, DUPLICATE]')).toEqual({ leftOut: 2, columns: [{ base: 24 }] });
    expect(await run(studyCommand(), 'quality', 'tracker', 'w4')).toMatch(/^any +5 +of 26$/m);
  });
});

describe('the worked example', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ today: '2026-11-23' });
    const deps: IngestDeps = {
      ...{ database: server.database, connectors: loadConnectors(), key: newKey(), log: createLog('silent'), random: () => 0 },
      clock: fakeClock('2026-11-23T20:00:00Z'),
    };
    await inWorkspace(server.database, 1, async (session) => {
      await session.execute(`INSERT INTO hub.brand (workspace_id, key, name) VALUES (1, 'kumo', 'Kumo'), (1, 'teaforest', 'Teaforest')`);
      for (const { mount: _, ...source } of sandboxSources(sandbox.url))
        if (source.key === 'limesurvey-kumo') await createSource(session, deps, source);
    });
    expect((await pullNow(deps, { workspaceId: 1, sourceKey: 'limesurvey-kumo' })).end).toEqual({ status: 'SUCCEEDED', error: null });
  });
  afterAll(() => sandbox?.close());

  test('weighs the demo’s own survey by age, and tells its table, its waves and its funnel', async () => {
    const example = path.join(__dirname, '../../docs/examples/kumo-study.yaml');
    expect(await run(studyCommand(), 'load', example)).toBe('kumo-brand: 4 questions, 3 waves\n');
    const text = await run(studyCommand(), 'weigh', 'kumo-brand', '2026-10');
    expect(text).toMatch(/^segment +55\+ +\d+ +36\.0% +[\d.]+% +36\.0%$/m);
    const table = await run(studyCommand(), 'crosstab', 'kumo-brand', 'aware_aided', '--columns', 'segment', '--wave', '2026-10');
    expect(table).toMatch(/^Which of these teas do you know\? +Total +A 18-24 \*/m);
    expect((await run(studyCommand(), 'waves', 'kumo-brand', 'nps')).split('\n')).toHaveLength(5);
    const { surveyFunnel } = await data(
      '{ surveyFunnel(brand: "kumo", range: { from: "2026-10-01", to: "2026-10-31" }, study: "kumo-brand") { metric value n interval { low } } }',
    );
    expect(surveyFunnel.map(({ metric }: Record<string, never>) => metric)).toEqual([
      'awarenessUnaided',
      'awarenessAided',
      'consideration',
      'favourabilityNet',
      'nps',
    ]);
    expect(surveyFunnel[1]).toMatchObject({ value: expect.any(Number), n: expect.any(Number), interval: { low: expect.any(Number) } });
    // Rivals that it asks about are answers of their own.
    const { crosstab } = await data(
      '{ crosstab(study: "kumo-brand", rows: "aware_aided@teaforest", wave: "2026-10") { columns { base } } }',
    );
    expect(crosstab.columns[0].base).toBeGreaterThan(20);
  });
});

describe('a study whose file is wrong', () => {
  test('is refused with every place', async () => {
    const yaml = 'key: X y\\nname: n\\nquestions: [{ code: a, kind: multi, text: t }]\\n';
    const { body } = await server.ask(`mutation { loadStudy(yaml: "${yaml}") { key } }`);
    expect(body.errors?.[0]?.message).toMatch(/study.yaml:1 key: expected a to z/);
  });
});

const hasVectors = existsSync(path.join(SHARED, 'vectors/raking.json'));
(hasVectors ? describe : describe.skip)('four hundred respondents that another engine raked', () => {
  test('have its awareness, its error and its effective number, through the whole hub', async () => {
    const known = JSON.parse(readFileSync(path.join(SHARED, 'vectors/raking.json'), 'utf8'));
    const rows = known.age.map(
      (age: string, at: number) => `${at},2026-08-01,${age},${known.sex[at]},${known.region[at]},${known.aware[at]}`,
    );
    const margins = JSON.stringify(known.targets, (_, value) => (typeof value === 'number' ? String(value) : value));
    const yaml = `
key: reference
name: Reference
brand: lumina
waves: [{ wave: only }]
questions:
  - { code: age, kind: single, text: Age }
  - { code: sex, kind: single, text: Sex }
  - { code: place, kind: single, text: Region, column: region }
  - { code: aware_aided, kind: scale, text: Known, column: aware }
margins: { all: ${margins.replace('"region"', '"place"')} }
file: { respondent: id, day: day }
`;
    await loaded(yaml, ['id,day,age,sex,region,aware', ...rows].join('\n'));
    const { weighStudy } = await data('mutation { weighStudy(study: "reference", wave: "only") { effectiveN designEffect converged } }');
    expect(weighStudy).toEqual({
      converged: true,
      effectiveN: expect.closeTo(known.kish_neff, 4),
      designEffect: expect.closeTo(known.kish_deff, 6),
    });
    const { metrics } = await data(
      '{ metrics(query: { select: [awarenessAided], range: { from: "2026-08-01", to: "2026-08-31" }, where: { dimension: STUDY, values: ["reference"] } }) { rows { values { value n } } } }',
    );
    expect(metrics.rows[0].values[0]).toEqual({ value: expect.closeTo(known.aware_mean, 6), n: 400 });
    const { crosstab } = await data(
      '{ crosstab(study: "reference", rows: "aware_aided") { rows { value cells { columnShare standardError } } } }',
    );
    const [, yes] = crosstab.rows;
    const { columnShare, standardError } = yes.cells[0];
    expect(columnShare).toBeCloseTo(known.aware_mean, 6);
    // √(n/(n − 1) · Σ w²(x − x̄)²) / Σw of its weights; the other engine credits the margins for what they explain, and has 2 % less.
    expect(standardError).toBeCloseTo(0.029722081, 6);
    expect(known.aware_se_linearized_no_calibration_credit / standardError).toBeCloseTo(0.98, 2);
  });
});

const hasPew = existsSync(path.join(SHARED, 'survey_pew/dec13_excerpt.csv'));
(hasPew ? describe : describe.skip)('two thousand real respondents and a census', () => {
  test('are weighed to the census, with those who did not tell kept in, and the approval is what plain SQL says', async () => {
    const read = (name: string) =>
      parse(readFileSync(path.join(SHARED, 'survey_pew', name)), { columns: true }) as Record<string, string>[];
    const census = read('acs_2017_excerpt.csv');
    const margin = (name: string) => {
      const shares = new Map<string, number>();
      for (const row of census) shares.set(row[name]!, (shares.get(row[name]!) ?? 0) + Number(row.weight));
      return [...shares].map(([value, share]) => `'${value}': ${share.toFixed(9)}`).join(', ');
    };
    const yaml = `
key: pew
name: December
brand: lumina
waves: [{ wave: dec13 }]
questions:
  - { code: sex, kind: single, text: Sex }
  - { code: recage, kind: single, text: Age }
  - { code: receduc, kind: single, text: Education }
  - { code: consider, kind: single, text: Approval, column: q1, scores: { Approve: 1, Disapprove: 0 } }
margins: { dec13: { sex: { ${margin('sex')} }, recage: { ${margin('recage')} }, receduc: { ${margin('receduc')} } } }
file: { respondent: psraid, day: day, weight: weight, states: { refused: ["Don't know/Refused (VOL.)", DK/Ref] } }
`;
    const rows = read('dec13_excerpt.csv').map(
      ({ psraid, sex, recage, receduc, q1, weight }) => `${psraid},2013-12-10,${sex},${recage},${receduc},${q1},${weight}`,
    );
    await loaded(yaml, ['psraid,day,sex,recage,receduc,q1,weight', ...rows].join('\n'));
    const { weighStudy } = await data(
      'mutation { weighStudy(study: "pew", wave: "dec13") { n converged rounds effectiveN efficiency margins { question value n target unweighted weighted } } }',
    );
    expect(weighStudy).toMatchObject({ n: 2001, converged: true });
    expect(weighStudy.margins).toHaveLength(11);
    for (const { weighted, target } of weighStudy.margins) expect(weighted).toBeCloseTo(target, 6);
    expect(weighStudy.effectiveN).toBeLessThan(2001);
    const { metrics } = await data(
      '{ metrics(query: { select: [consideration], range: { from: "2013-12-01", to: "2013-12-31" } }) { rows { values { value n interval { low high } } } } }',
    );
    const [sql] = await server.run(
      `SELECT sum(r.weight_micros) FILTER (WHERE a.answer = 'Approve')::float8 / sum(r.weight_micros) AS share, count(*)::integer AS n FROM fact.survey_answer a
       JOIN hub.respondent_weight r ON r.respondent = a.respondent JOIN hub.weighting w ON w.id = r.weighting_id AND w.study = 'pew'
       WHERE a.question = 'consider' AND a.study = 'pew' AND a.answer IN ('Approve', 'Disapprove')`,
    );
    expect(metrics.rows[0].values[0]).toMatchObject({ value: expect.closeTo(sql!.share as number, 9), n: sql!.n });
    const { crosstab } = await data(
      '{ crosstab(study: "pew", rows: "consider", columns: "recage") { columns { value base letter } rows { value cells { columnShare higherThan } } } }',
    );
    expect(crosstab.columns.map(({ value }: Record<string, never>) => value)).toEqual([
      '',
      '18-24',
      '25-34',
      '35-44',
      '45-54',
      '55-64',
      '65+',
    ]);
    expect(crosstab.rows[0].cells[1].columnShare + crosstab.rows[1].cells[1].columnShare).toBeCloseTo(1, 12);
  });
});
