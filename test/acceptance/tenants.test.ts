import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  buildASTSchema,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  parse,
} from 'graphql';
import { savedQuestion } from '../../resolvers/metrics/saved-question';
import { detailsOf, plainly } from '../../src/alerts/condition';
import { setDestination } from '../../src/alerts/destinations';
import { recordFound } from '../../src/alerts/record-found';
import { inWorkspace } from '../../src/database/session';
import { createLog } from '../../src/lib/log';
import { METRICS } from '../../src/metrics/registry';
import { takeSnapshot } from '../../src/metrics/report/stored-snapshots';
import { parseRosterFile } from '../../src/metrics/roster/roster-file';
import { saveRoster } from '../../src/metrics/roster/save-roster';
import { saveQuery } from '../../src/metrics/saved-queries';
import { importPlan } from '../../src/plan/import-plan';
import { parsePlanFile } from '../../src/plan/plan-file';
import { startServer } from '../../src/server';
import { AcceptanceHub, type Data } from '../support/acceptance-hub';

const DAYS = { from: '2026-09-01', to: '2026-09-17' };
const RANGE = `{ from: "${DAYS.from}", to: "${DAYS.to}" }`;
const SCHEMA = buildASTSchema(parse(readFileSync(path.join(__dirname, '../../schema.graphql'), 'utf8')));

/** A company in the hub: its brand, its key, and ids of everything it has. */
interface Tenant {
  id: number;
  brand: string;
  key: string;
  campaign: string;
  sourceId: number;
  runId: number;
  cell: string;
  snapshot: number;
}

/** One plan for each tenant; every name in it tells whose it is. */
const planOf = (brand: string) => `
year: 2026
title: Plan of ${brand}
currency: CNY
timeZone: Asia/Shanghai
rates: { EUR: 8, USD: 7 }
brands: [{ key: ${brand}, name: { en: The brand ${brand} }, own: true }]
goals:
  - { key: ${brand}-budget, title: Budget of ${brand}, owner: Head of ${brand}, metric: spend, aggregation: SUM, where: { BRAND: ${brand} }, better: BAND, band: { low: 1, high: 3 }, target: 2, campaigns: '*${brand}*' }
`;

const rosterOf = (brand: string) => `
creators: [{ key: ${brand}, name: Friend of ${brand}, accounts: [{ platform: douyin, account: ${brand} }] }]
collaborations: [{ key: ${brand}, name: With ${brand}, creator: ${brand}, brand: ${brand}, from: 2026-09-01, to: 2026-09-30, currency: CNY, goals: [${brand}-budget] }]
`;

/** Everything that can be had without arguments, a few objects deep: a new field is walked as soon as it is there. */
function everything(type: GraphQLOutputType, depth = 3): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '';
  const fields = Object.values((named as GraphQLObjectType).getFields()).filter(
    (field) => !field.args.some(isRequiredArgument) && (isLeafType(getNamedType(field.type)) || depth > 1),
  );
  const shown = fields.map((field) => ({
    name: field.name,
    isLeaf: isLeafType(getNamedType(field.type)),
    inside: everything(field.type, depth - 1),
  }));
  const asked = shown.filter(({ isLeaf, inside }) => isLeaf || inside !== '');
  return asked.length === 0 ? '' : ` { ${asked.map(({ name, inside }) => `${name}${inside}`).join(' ')} }`;
}

const field = (name: string, given: string, depth?: number) =>
  `{ ${name}${given}${everything(SCHEMA.getQueryType()!.getFields()[name]!.type, depth)} }`;

/** How one would ask each field of Query for what belongs to a tenant. Those marked are the same for everyone, or empty in this version. */
const QUESTIONS: Record<string, { of: (tenant: Tenant) => string; says?: 'the same' | 'nothing' }> = {
  alerts: { of: () => field('alerts', '(first: 5)') },
  alertDestinations: { of: () => field('alertDestinations', '') },
  alertLanguage: { of: () => '{ alertLanguage }', says: 'the same' },
  alertRules: { of: () => field('alertRules', ''), says: 'the same' },
  attribution: { of: ({ brand }) => field('attribution', `(query: { by: CAMPAIGN, range: ${RANGE}, brands: ["${brand}"] })`) },
  brand: { of: ({ brand }) => field('brand', `(key: "${brand}")`) },
  brands: { of: () => field('brands', '') },
  campaign: { of: ({ campaign }) => field('campaign', `(key: "${campaign}")`) },
  campaigns: { of: ({ brand }) => field('campaigns', `(first: 5, search: "${brand}")`) },
  collaboration: { of: ({ brand }) => field('collaboration', `(key: "${brand}")`, 2) },
  collaborations: { of: () => field('collaborations', '', 2) },
  creator: { of: ({ brand }) => field('creator', `(key: "${brand}")`, 2) },
  creators: { of: ({ brand }) => field('creators', `(search: "${brand}", first: 3)`, 2) },
  fraudSignals: { of: ({ brand }) => field('fraudSignals', `(range: ${RANGE}, brand: "${brand}")`), says: 'nothing' },
  liveFunnel: { of: () => field('liveFunnel', `(range: ${RANGE})`), says: 'nothing' },
  liveSession: { of: ({ brand }) => field('liveSession', `(platform: "douyin", session: "${brand}")`), says: 'nothing' },
  livestreams: { of: ({ brand }) => field('livestreams', `(brand: "${brand}", first: 3)`), says: 'the same' },
  refundDevelopment: { of: ({ brand }) => field('refundDevelopment', `(range: ${RANGE}, brand: "${brand}")`), says: 'nothing' },
  tierBenchmarks: { of: () => field('tierBenchmarks', `(metric: creatorCpe, range: ${RANGE})`), says: 'nothing' },
  experiment: { of: ({ brand }) => field('experiment', `(key: "${brand}")`, 2), says: 'nothing' },
  dimensionCatalog: { of: () => field('dimensionCatalog', ''), says: 'the same' },
  experimentPlan: { of: () => field('experimentPlan', '(share: 0.05, lift: 0.1)'), says: 'the same' },
  experiments: { of: ({ brand }) => field('experiments', `(search: "${brand}")`), says: 'nothing' },
  crisisRules: { of: () => field('crisisRules', ''), says: 'the same' },
  crosstab: { of: ({ brand }) => field('crosstab', `(study: "${brand}", rows: "age")`), says: 'nothing' },
  studies: { of: () => field('studies', '', 2), says: 'nothing' },
  study: { of: ({ brand }) => field('study', `(key: "${brand}")`, 2), says: 'nothing' },
  surveyFunnel: { of: ({ brand }) => `{ surveyFunnel(brand: "${brand}", range: ${RANGE}) { value n } }`, says: 'the same' },
  waveChanges: { of: ({ brand }) => field('waveChanges', `(study: "${brand}", question: "nps")`), says: 'nothing' },
  brandLift: {
    of: ({ brand }) =>
      field('brandLift', `(study: "${brand}", question: "nps", values: ["9"], group: "age", exposed: ["a"], control: ["b"])`, 2),
    says: 'nothing',
  },
  coding: { of: ({ brand }) => field('coding', `(study: "${brand}", question: "why")`), says: 'nothing' },
  competitorMatrix: { of: ({ brand }) => field('competitorMatrix', `(brands: ["${brand}"])`), says: 'nothing' },
  highlights: { of: ({ brand }) => field('highlights', `(tag: "${brand}")`), says: 'nothing' },
  interview: { of: ({ brand }) => field('interview', `(key: "${brand}")`, 2), says: 'nothing' },
  interviews: { of: () => field('interviews', '', 2), says: 'nothing' },
  explainChange: {
    of: ({ brand }) =>
      field(
        'explainChange',
        `(metric: spend, by: CAMPAIGN, before: ${RANGE}, after: ${RANGE}, where: { dimension: BRAND, values: ["${brand}"] })`,
      ),
  },
  marketingMix: {
    of: ({ brand }) =>
      field('marketingMix', `(query: { by: CAMPAIGN, range: { from: "2025-09-15", to: "2026-09-20" }, brands: ["${brand}"] })`),
  },
  findings: { of: ({ brand }) => field('findings', `(goal: "${brand}-budget")`, 2), says: 'nothing' },
  geoTest: {
    of: ({ brand }) =>
      field('geoTest', `(test: { metric: sessions, treated: ["${brand}"], from: "2026-09-01", start: "2026-09-10", to: "2026-09-17" })`),
    says: 'nothing',
  },
  forecastCalibration: { of: () => field('forecastCalibration', ''), says: 'the same' },
  goal: { of: ({ brand }) => field('goal', `(key: "${brand}-budget")`, 2) },
  goals: { of: () => field('goals', '(year: 2026)', 2) },
  ingestRuns: { of: ({ sourceId, runId }) => field('ingestRuns', `(source: "${sourceId}", after: "${runId + 100}")`) },
  lineage: { of: ({ cell }) => field('lineage', `(cell: "${cell}")`) },
  mentions: { of: ({ brand }) => field('mentions', `(first: 5, search: "${brand}")`) },
  metricCatalog: { of: () => field('metricCatalog', '(search: "roas")'), says: 'the same' },
  metrics: {
    of: ({ brand }) =>
      field(
        'metrics',
        `(query: { select: [spend, clicks], by: [CAMPAIGN], range: ${RANGE}, where: { dimension: BRAND, values: ["${brand}"] } })`,
      ),
  },
  plan: { of: () => field('plan', '(year: 2026)', 2) },
  compareSnapshots: { of: ({ snapshot }) => field('compareSnapshots', `(from: "${snapshot}")`) },
  reportSnapshot: { of: ({ snapshot }) => field('reportSnapshot', `(id: "${snapshot}")`) },
  reportSnapshots: { of: ({ brand }) => field('reportSnapshots', `(key: "${brand}")`) },
  reportingModel: { of: () => field('reportingModel', ''), says: 'the same' },
  readText: { of: () => field('readText', '(text: "I love it")'), says: 'the same' },
  savedMetrics: { of: ({ brand }) => field('savedMetrics', `(key: "${brand}")`) },
  savedQueries: { of: () => field('savedQueries', '') },
  savedQuery: { of: ({ brand }) => field('savedQuery', `(key: "${brand}")`) },
  ctrCurve: { of: ({ brand }) => field('ctrCurve', `(brand: "${brand}", range: ${RANGE})`), says: 'nothing' },
  searchCannibalisation: { of: ({ brand }) => field('searchCannibalisation', `(brand: "${brand}", range: ${RANGE})`), says: 'nothing' },
  searchChanges: { of: ({ brand }) => field('searchChanges', `(brand: "${brand}", before: ${RANGE}, after: ${RANGE})`), says: 'nothing' },
  searchCoverage: { of: ({ brand }) => field('searchCoverage', `(brand: "${brand}", range: ${RANGE})`), says: 'nothing' },
  searchOpportunities: { of: ({ brand }) => field('searchOpportunities', `(brand: "${brand}", range: ${RANGE})`), says: 'nothing' },
  searchRankHistory: {
    of: ({ brand }) => field('searchRankHistory', `(brand: "${brand}", query: "${brand}", range: ${RANGE})`),
    says: 'nothing',
  },
  sources: { of: () => field('sources', '') },
};

describe('two companies in one hub', () => {
  let hub: AcceptanceHub;
  let ours: Tenant;
  let theirs: Tenant;

  beforeAll(async () => {
    hub = await AcceptanceHub.open({ today: '2026-09-18', sources: () => false });
    await hub.sql('DELETE FROM hub.brand');
    ours = await tenant('kumo');
    theirs = await tenant('lumina');
  });
  afterAll(() => hub?.close());

  async function tenant(brand: string): Promise<Tenant> {
    const [{ id }] = await hub.sql('INSERT INTO hub.workspace (key, name) VALUES ($1, $1) RETURNING id', [`of ${brand}`]);
    const file = parsePlanFile(planOf(brand), { file: 'plan.yaml', today: '2026-09-18', metrics: METRICS });
    await inWorkspace(hub.database, id, (session) => importPlan(session, file, { now: new Date() }));
    await hub.addSources(id, ({ key }) => key === `google-ads-${brand}` || key === 'ecb');
    await hub.pullAll(DAYS, id);
    await hub.sql("SELECT hub.ensure_partitions('mention', '2026-09-01', '2026-09-01')");
    await hub.sql(
      `INSERT INTO fact.mention (workspace_id, day, source_id, brand_id, post, text, page_id, record_no, recorded_at)
       SELECT workspace_id, '2026-09-01', 1, id, 'post', 'A word about ' || key, 1, 0, now() FROM hub.brand WHERE workspace_id = $1`,
      [id],
    );
    const key = await hub.apiKey(id);
    const kept = { select: ['clicks'], by: ['BRAND'], range: DAYS, where: [{ dimension: 'BRAND', values: [brand] }] };
    const snapshot = await inWorkspace(hub.database, id, async (session) => {
      const { id: savedQueryId } = await saveQuery(session, { key: brand, query: kept, savedBy: brand });
      const taking = { saved: { savedQueryId, version: 1 }, question: savedQuestion({ query: kept }), takenBy: brand };
      return (await takeSnapshot(session, taking, { today: '2026-09-18', locale: 'EN' })).id;
    });
    await inWorkspace(hub.database, id, (session) => saveRoster(session, parseRosterFile(rosterOf(brand), 'roster.yaml')));
    await inWorkspace(hub.database, id, async (session) => {
      await setDestination(session, Buffer.alloc(32), brand, { format: 'SLACK', url: `https://${brand}.example/hook` });
      const details = detailsOf({ subject: plainly(brand), source: brand, value: 3 });
      const conditions = [{ kind: 'SOURCE_FAILING' as const, thing: brand, level: 'FAILING', details }];
      await recordFound(session, ['SOURCE_FAILING'], { conditions, unsure: [] }, new Date());
    });
    const [{ campaign }] = await hub.sql('SELECT min(key) AS campaign FROM hub.campaign WHERE workspace_id = $1', [id]);
    const [{ source, run }] = await hub.sql(
      `SELECT s.id AS source, max(r.id) AS run FROM hub.source s JOIN hub.ingest_run r ON r.source_id = s.id WHERE s.workspace_id = $1 AND s.key <> 'ecb' GROUP BY s.id`,
      [id],
    );
    const query = { select: ['clicks'], range: DAYS, where: [{ dimension: 'BRAND', values: [brand] }] };
    const asked = await hub.ask(
      'query ($query: MetricQueryInput!) { metrics(query: $query) { rows { values { lineage } } } }',
      { query },
      key,
    );
    return { id, brand, key, campaign, sourceId: source, runId: run, cell: asked.metrics.rows[0].values[0].lineage, snapshot };
  }

  const text = async (query: string, { key }: Tenant, variables = {}) => JSON.stringify(await hub.post(query, variables, key));
  /** Names, ids and accounts that only one of them has. */
  const marks = async ({ id, brand }: Tenant): Promise<string[]> => {
    const rows = await hub.sql('SELECT key FROM hub.campaign WHERE workspace_id = $1', [id]);
    return [brand, ...rows.map(({ key }: Data) => key)];
  };

  it('are asked about in full: there is a question here for every field of Query', async () => {
    const { __schema } = await hub.ask('{ __schema { queryType { fields { name } } } }', {}, ours.key);
    expect(__schema.queryType.fields.map(({ name }: Data) => name).sort()).toEqual(Object.keys(QUESTIONS).sort());
  });

  it.each(Object.keys(QUESTIONS))('%s tells each its own, and to the other nothing of it', async (name) => {
    const { of, says } = QUESTIONS[name]!;
    const asked = of(theirs);
    const toThem = await hub.post(asked, {}, theirs.key);
    expect(toThem.errors).toBeUndefined();
    const toUs = await text(asked, ours);
    if (says === 'the same') expect(toUs).toBe(JSON.stringify(toThem));
    else if (says === 'nothing') expect(toUs).toMatch(/^\{"data":\{"\w+":(null|\[\])\}\}$/);
    else expect(JSON.stringify(toThem).toLowerCase()).toContain(theirs.brand);
    for (const mark of await marks(theirs)) expect([name, toUs.toLowerCase().includes(mark)]).toEqual([name, false]);
    // Asked for what nobody has the answer is the same, letter by letter: not even that it exists can be told.
    const nobody = { ...theirs, brand: 'nobody', campaign: 'google-ads:0', sourceId: 999_999, runId: 999_999, snapshot: 999_999 };
    if (name !== 'lineage') expect(toUs).toBe(await text(of(nobody), ours));
  });

  it('a number of theirs leads us to no row, no run and no record', async () => {
    const asked = (tenant: Tenant) =>
      hub.ask(`{ lineage(cell: "${theirs.cell}") { recomputed factRows records { raw } runs { id } goals { key } } }`, {}, tenant.key);
    expect((await asked(theirs)).lineage).toMatchObject({ factRows: expect.any(Number), recomputed: expect.any(Number), goals: [] });
    expect((await asked(theirs)).lineage.factRows).toBeGreaterThan(50);
    expect((await asked(ours)).lineage).toEqual({ recomputed: null, factRows: 0, records: [], runs: [], goals: [] });
  });

  it('a page of theirs goes on with nothing of theirs', async () => {
    const CAMPAIGNS = 'query ($after: String) { campaigns(first: 1, after: $after) { pageInfo { endCursor } edges { node { name } } } }';
    const RECORDS = `query ($after: String) { lineage(cell: "${theirs.cell}") { records(first: 2, after: $after) { raw } recordsPageInfo(first: 2, after: $after) { endCursor } } }`;
    const ROWS = `query ($after: String) { metrics(query: { select: [clicks], by: [CAMPAIGN], range: ${RANGE}, first: 1, after: $after }) { rows { dimensions { label } } pageInfo { endCursor } } }`;
    const MENTIONS =
      'query ($after: String) { mentions(first: 1, after: $after) { pageInfo { endCursor } edges { node { text brand { key } } } } }';
    const RUNS = 'query ($after: String) { ingestRuns(first: 5, after: $after) { id source { id } } }';
    const cursors: [string, (data: Data) => string][] = [
      [CAMPAIGNS, ({ campaigns }) => campaigns.pageInfo.endCursor],
      [RECORDS, ({ lineage }) => lineage.recordsPageInfo.endCursor],
      [ROWS, ({ metrics }) => metrics.pageInfo.endCursor],
      [MENTIONS, ({ mentions }) => mentions.pageInfo.endCursor],
      [RUNS, ({ ingestRuns }) => ingestRuns[0].id],
    ];
    for (const [query, cursorOf] of cursors) {
      const after = cursorOf(await hub.ask(query, {}, theirs.key));
      expect(after).toBeTruthy();
      const next = await text(query, ours, { after });
      for (const mark of await marks(theirs)) expect([query, next.toLowerCase().includes(mark)]).toEqual([query, false]);
      if (query === RUNS) expect(next).not.toContain(`"source":{"id":"${theirs.sourceId}"}`);
    }
  });

  it('an export of ours holds our rows only', async () => {
    const query = JSON.stringify({ select: ['spend', 'clicks'], by: ['CAMPAIGN'], grain: 'DAY', range: DAYS });
    const response = await fetch(`${await hub.url()}/export?format=jsonl&query=${encodeURIComponent(query)}`, {
      headers: { authorization: `Bearer ${ours.key}` },
    });
    const body = (await response.text()).toLowerCase();
    expect(response.status).toBe(200);
    expect(body).toContain('kumo');
    for (const mark of await marks(theirs)) expect(body.includes(mark)).toBe(false);
  });

  it('without a key, or with one that was revoked, nobody is told anything', async () => {
    const spare = await hub.apiKey(theirs.id);
    expect((await hub.ask('{ brands { key } }', {}, spare)).brands).toEqual([{ key: 'lumina' }]);
    await hub.sql(`UPDATE hub.api_key SET revoked_at = now() WHERE prefix = $1`, [spare.slice(0, 10)]);
    for (const key of [undefined, spare, `bhk_${'A'.repeat(43)}`, 'x']) {
      const body = await hub.post('{ brands { key } }', {}, key);
      expect([body.data ?? null, body.errors[0].extensions.code]).toEqual([null, 'UNAUTHENTICATED']);
    }
  });
});

describe('a server that other machines can reach', () => {
  const open = (hub: AcceptanceHub) =>
    startServer({
      database: hub.database,
      config: { host: '0.0.0.0', port: 0, oidc: null },
      log: createLog('silent'),
      listenUrl: hub.test.appUrl,
    });

  it('does not start while nobody would be asked who they are, and starts as soon as there is a key', async () => {
    const hub = await AcceptanceHub.open({ today: '2026-09-18', sources: () => false });
    try {
      await expect(open(hub)).rejects.toThrow(
        /HOST 0\.0\.0\.0 can be reached from other machines .* make an API key \(brandhub key create\)/,
      );
      const key = await hub.apiKey(1);
      const server = await open(hub);
      const url = `http://127.0.0.1:${new URL(server.url).port}/graphql`;
      const ask = async (headers: Record<string, string>) =>
        (
          await fetch(url, {
            method: 'POST',
            headers: { 'content-type': 'application/json', ...headers },
            body: '{"query":"{ sources { id } }"}',
          })
        ).status;
      const answers = [await ask({}), await ask({ authorization: `Bearer ${key}` })];
      await server.close();
      expect(answers).toEqual([401, 200]);
    } finally {
      await hub.close();
    }
  });
});
