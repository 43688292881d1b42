import { RESOLVERS } from '../../resolvers';
import { savedQuestion } from '../../resolvers/metrics/saved-question';
import { detailsOf, plainly } from '../../src/alerts/condition';
import { setDestination } from '../../src/alerts/destinations';
import { recordFound } from '../../src/alerts/record-found';
import { inWorkspace } from '../../src/database/session';
import { buildSchema } from '../../src/graph/build-schema';
import { RunFeed } from '../../src/graph/run-feed';
import { encodeCell } from '../../src/metrics/cell-id';
import { takeSnapshot } from '../../src/metrics/report/stored-snapshots';
import { saveQuery } from '../../src/metrics/saved-queries';
import { type ServerUnderTest, serverUnderTest } from '../graph/running-server';
import { type SeededWorkspace, seedWorkspace } from './seeded-workspace';

const RANGE = '{ from: "2026-11-20", to: "2026-11-22" }';
const RANGE_OF_YEAR = '{ last: 52, unit: WEEK }';

/** The spend of a workspace's brand, as an answer would name it. */
function cellOf({ brandKey }: SeededWorkspace): string {
  const where = [{ dimension: 'BRAND' as const, op: 'IN' as const, values: [brandKey] }];
  const days = { from: '2026-11-20', to: '2026-11-22' };
  return encodeCell({ metric: 'spend', ...days, where, currency: 'CNY', fx: 'DAY_RATE', asOf: '2030-01-01T00:00:00Z', value: 180 });
}

/** The snapshot of each workspace, by its mark. */
const SNAPSHOTS = new Map<string, number>();

/** For every field at the root, how one would ask it for what belongs to a workspace. */
const QUESTIONS: Record<string, (of: SeededWorkspace) => string> = {
  alerts: () => '{ alerts { totalCount edges { node { id thing title text changes { by } deliveries { destination } } } } }',
  alertDestinations: () => '{ alertDestinations { key host error } }',
  alertLanguage: () => '{ alertLanguage }',
  alertRules: () => '{ alertRules { kind settings setBy } }',
  attribution: (of) =>
    `{ attribution(query: { by: CAMPAIGN, range: ${RANGE}, brands: ["${of.brandKey}"] }) { rows { key label values { value lineage } } } }`,
  brand: (of) => `{ brand(key: "${of.brandKey}") { id name } }`,
  brands: () => '{ brands { id key name } }',
  campaign: (of) => `{ campaign(key: "${of.campaignKey}") { id name brand { name } } }`,
  campaigns: (of) => `{ campaigns(search: "${of.mark}") { totalCount edges { node { id key } } } }`,
  collaboration: (of) =>
    `{ collaboration(key: "${of.mark}") { name creator { name } goals { owner } statement { values { cost { value } } } } }`,
  collaborations: () => '{ collaborations { key name creator { name } } }',
  creator: (of) => `{ creator(key: "${of.mark}") { name accounts { account } collaborations { name } } }`,
  creators: (of) => `{ creators(search: "${of.mark}") { key name } }`,
  fraudSignals: () => `{ fraudSignals(range: ${RANGE}) { subject } }`,
  liveFunnel: () => `{ liveFunnel(range: ${RANGE}) { rate { value } } }`,
  liveSession: (of) => `{ liveSession(platform: "douyin", session: "${of.mark}") { title creatorName inLive { value } } }`,
  livestreams: () => '{ livestreams { totalCount edges { node { session title creatorName brand { name } } } } }',
  refundDevelopment: () => `{ refundDevelopment(range: ${RANGE}, by: CREATOR) { key records { raw } } }`,
  tierBenchmarks: () => `{ tierBenchmarks(metric: creatorCpe, range: ${RANGE}) { tier spread { n } } }`,
  crisisRules: () => '{ crisisRules { version why setBy } }',
  crosstab: (of) => `{ crosstab(study: "${of.mark}", rows: "age") { rowQuestion } }`,
  studies: () => '{ studies { key name } }',
  study: (of) => `{ study(key: "${of.mark}") { key name } }`,
  surveyFunnel: (of) => `{ surveyFunnel(brand: "${of.brandKey}", range: ${RANGE}) { value n } }`,
  waveChanges: (of) => `{ waveChanges(study: "${of.mark}", question: "nps") { wave } }`,
  brandLift: (of) =>
    `{ brandLift(study: "${of.mark}", question: "nps", values: ["9"], group: "age", exposed: ["a"], control: ["b"]) { pValue } }`,
  coding: (of) => `{ coding(study: "${of.mark}", question: "why") { coded } }`,
  competitorMatrix: () => '{ competitorMatrix { brand facts { statement } } }',
  highlights: () => '{ highlights { quote } }',
  interview: (of) => `{ interview(key: "${of.mark}") { title } }`,
  interviews: () => '{ interviews { key title turns { text } highlights { quote } } }',
  explainChange: (of) =>
    `{ explainChange(metric: spend, by: CAMPAIGN, before: ${RANGE}, after: ${RANGE}, where: { dimension: BRAND, values: ["${of.brandKey}"] }) { parts { label } from to } }`,
  experiment: (of) => `{ experiment(key: "${of.mark}-experiment") { id name variants { users } results { difference } goals { key } } }`,
  experimentPlan: () => '{ experimentPlan(share: 0.05, lift: 0.1) { usersPerArm } }',
  experiments: (of) => `{ experiments(search: "${of.mark}") { id key name day } }`,
  findings: (of) => `{ findings(goal: "${of.mark}") { id } }`,
  ingestRuns: (of) => `{ ingestRuns(source: "${of.sourceId}") { id error source { name } } }`,
  geoTest: (of) =>
    `{ geoTest(test: { metric: sessions, treated: ["${of.mark}"], from: "2026-09-01", start: "2026-09-10", to: "2026-09-17" }) { reason } }`,
  forecastCalibration: () => '{ forecastCalibration(year: 2026) { goals count brier byMonth { month } } }',
  goal: (of) => `{ goal(key: "${of.mark}-goal") { id owner } }`,
  goals: () => '{ goals(year: 2026) { id owner } }',
  lineage: (of) =>
    `{ lineage(cell: "${cellOf(of)}") { recomputed factRows records { sourceKey values } runs { id } goals { id owner } definition { name } } }`,
  mentions: (of) =>
    `{ mentions(search: "${of.mark}", brand: ["${of.brandKey}"]) { totalCount edges { node { id text brand { name } } } } }`,
  dimensionCatalog: () => '{ dimensionCatalog { name } }',
  marketingMix: (of) =>
    `{ marketingMix(query: { by: CAMPAIGN, range: ${RANGE_OF_YEAR}, brands: ["${of.brandKey}"] }) { verdict reasons rows { key label } } }`,
  metricCatalog: () => '{ metricCatalog(search: "roas") { name } }',
  metrics: (of) =>
    `{ metrics(query: { select: [spend], by: [CAMPAIGN], range: ${RANGE}, where: { dimension: BRAND, values: ["${of.brandKey}"] } }) { rows { dimensions { key label } values { value } } } }`,
  plan: () => '{ plan(year: 2026) { id } }',
  compareSnapshots: (of) =>
    `{ compareSnapshots(from: "${SNAPSHOTS.get(of.mark) ?? 0}") { rows { dimensions { key label } values { from to change } } from { id takenBy } } }`,
  reportSnapshot: (of) =>
    `{ reportSnapshot(id: "${SNAPSHOTS.get(of.mark) ?? 0}") { id takenBy query { key } result { rows { dimensions { key } } } } }`,
  reportingModel: () => '{ reportingModel { model chosenBy } }',
  reportSnapshots: (of) => `{ reportSnapshots(key: "${of.mark}") { id takenBy } }`,
  savedMetrics: (of) => `{ savedMetrics(key: "${of.mark}") { rows { dimensions { key label } values { value } } } }`,
  readText: (of) => `{ readText(text: "I love ${of.mark} Brand") { brands sentiment } }`,
  savedQueries: () => '{ savedQueries { id key name versions { query savedBy } } }',
  savedQuery: (of) => `{ savedQuery(key: "${of.mark}") { id name version { query savedBy } } }`,
  ctrCurve: (of) => `{ ctrCurve(brand: "${of.brandKey}", range: ${RANGE}) { points { clicks } } }`,
  searchCannibalisation: (of) =>
    `{ searchCannibalisation(brand: "${of.brandKey}", range: ${RANGE}, leastImpressions: 1) { query pages { page } } }`,
  searchChanges: (of) =>
    `{ searchChanges(brand: "${of.brandKey}", before: { from: "2026-11-01", to: "2026-11-10" }, after: ${RANGE}) { query change } }`,
  searchCoverage: (of) => `{ searchCoverage(brand: "${of.brandKey}", range: ${RANGE}) { day namedRows } }`,
  searchOpportunities: (of) => `{ searchOpportunities(brand: "${of.brandKey}", range: ${RANGE}, leastImpressions: 1) { query gain } }`,
  searchRankHistory: (of) => `{ searchRankHistory(brand: "${of.brandKey}", query: "${of.mark}", range: ${RANGE}) { day best { page } } }`,
  sources: () => '{ sources { id name lastRun { id } } }',
};

const FIELDS = Object.keys(
  buildSchema([...RESOLVERS], new RunFeed())
    .getQueryType()
    ?.getFields() ?? {},
);

describe('a workspace', () => {
  let server: ServerUnderTest;
  let ours: SeededWorkspace;
  let theirs: SeededWorkspace;
  let key: string;
  let theirKey: string;

  beforeAll(async () => {
    server = await serverUnderTest();
    ours = await seedWorkspace(server, await server.workspace('ours'), 'mark-of-ours');
    theirs = await seedWorkspace(server, await server.workspace('theirs'), 'mark-of-theirs');
    for (const each of [ours, theirs]) {
      await saved(each.id, each.mark, each.brandKey);
      await mentioned(each);
    }
    key = await server.key(ours.id, 'admin');
    theirKey = await server.key(theirs.id, 'admin');
  });
  afterAll(() => server.close());

  async function saved(workspaceId: number, mark: string, brandKey: string): Promise<void> {
    const where = [{ dimension: 'BRAND', values: [brandKey] }];
    const query = { select: ['spend'], by: ['CAMPAIGN'], range: { from: '2026-11-20', to: '2026-11-22' }, where };
    await inWorkspace(server.database, workspaceId, async (session) => {
      const { id: savedQueryId } = await saveQuery(session, { key: mark, name: `of ${mark}`, query, savedBy: mark });
      const taking = { saved: { savedQueryId, version: 1 }, question: savedQuestion({ query }), takenBy: mark };
      SNAPSHOTS.set(mark, (await takeSnapshot(session, taking, { today: '2026-11-23', locale: 'EN' })).id);
    });
  }

  async function mentioned({ id, mark, brandId, sourceId }: SeededWorkspace): Promise<void> {
    await server.run("SELECT hub.ensure_partitions('mention', '2026-11-21', '2026-11-21')");
    await server.run(
      `INSERT INTO fact.mention (workspace_id, day, source_id, brand_id, post, text, page_id, record_no, recorded_at)
       VALUES ($1, '2026-11-21', $2, $3, 'post', 'A word about ' || $4, 1, 0, now())`,
      [id, sourceId, brandId, mark],
    );
    await inWorkspace(server.database, id, async (session) => {
      await setDestination(session, Buffer.alloc(32), mark, { format: 'SLACK', url: `https://${mark}.example/hook` });
      const details = detailsOf({ subject: plainly(mark), source: mark, value: 3 });
      const conditions = [{ kind: 'SOURCE_FAILING' as const, thing: mark, level: 'FAILING', details }];
      await recordFound(session, ['SOURCE_FAILING'], { conditions, unsure: [] }, new Date('2026-11-22T00:00:00Z'));
    });
  }

  it('has a question above for every field of Query', () => {
    expect(FIELDS.filter((field) => !QUESTIONS[field])).toEqual([]);
  });

  it.each(FIELDS)('answers %s with nothing of another workspace', async (field) => {
    const question = QUESTIONS[field] as (typeof QUESTIONS)[string];
    const asked = question(theirs);
    const owner = await server.ask(asked, { key: theirKey });
    const stranger = await server.ask(asked, { key });
    // What is asked is repeated by no answer, so their mark can only come from their rows.
    expect(owner.body.errors).toBeUndefined();
    expect(stranger.text).not.toContain(theirs.mark);
    const nobody = { ...theirs, mark: 'nobody', brandKey: 'nobody', campaignKey: 'nobody', sourceId: 0 };
    expect(stranger.text).toBe((await server.ask(question(nobody), { key })).text);
  });

  it('is shown its own', async () => {
    for (const field of [
      'alerts',
      'alertDestinations',
      'brand',
      'campaign',
      'campaigns',
      'collaboration',
      'collaborations',
      'creator',
      'creators',
      'liveSession',
      'livestreams',
      'refundDevelopment',
      'experiment',
      'experiments',
      'explainChange',
      'ingestRuns',
      'lineage',
      'mentions',
      'metrics',
      'compareSnapshots',
      'reportSnapshot',
      'reportSnapshots',
      'savedMetrics',
      'savedQueries',
      'savedQuery',
      'searchCannibalisation',
      'searchChanges',
      'searchRankHistory',
      'sources',
    ]) {
      expect((await server.ask(QUESTIONS[field]?.(theirs) ?? '', { key: theirKey })).text).toContain(theirs.mark);
    }
  });

  it('goes on with nobody else’s pages', async () => {
    const first = await server.ask('{ campaigns(first: 1) { pageInfo { endCursor } } }', { key: theirKey });
    const after = first.body.data.campaigns.pageInfo.endCursor;
    const next = await server.ask('query ($after: String) { campaigns(after: $after) { edges { node { key } } } }', {
      key,
      variables: { after },
    });
    expect(next.text).not.toContain(theirs.mark);
  });

  it('exports only its own', async () => {
    const query = JSON.stringify({ select: ['spend'], by: ['CAMPAIGN'], range: { from: '2026-11-20', to: '2026-11-22' } });
    const response = await fetch(`${server.url}/export?query=${encodeURIComponent(query)}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    const text = await response.text();
    expect(text).toContain(ours.mark);
    expect(text).not.toContain(theirs.mark);
  });
});
