import { RESOLVERS } from '../../resolvers';
import { inWorkspace } from '../../src/database/session';
import { buildSchema } from '../../src/graph/build-schema';
import { RunFeed } from '../../src/graph/run-feed';
import { encodeCell } from '../../src/metrics/cell-id';
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

/** For every field at the root, how one would ask it for what belongs to a workspace. */
const QUESTIONS: Record<string, (of: SeededWorkspace) => string> = {
  attribution: (of) =>
    `{ attribution(query: { by: CAMPAIGN, range: ${RANGE}, brands: ["${of.brandKey}"] }) { rows { key label values { value lineage } } } }`,
  brand: (of) => `{ brand(key: "${of.brandKey}") { id name } }`,
  brands: () => '{ brands { id key name } }',
  campaign: (of) => `{ campaign(key: "${of.campaignKey}") { id name brand { name } } }`,
  campaigns: (of) => `{ campaigns(search: "${of.mark}") { totalCount edges { node { id key } } } }`,
  explainChange: (of) =>
    `{ explainChange(metric: spend, by: CAMPAIGN, before: ${RANGE}, after: ${RANGE}, where: { dimension: BRAND, values: ["${of.brandKey}"] }) { parts { label } from to } }`,
  experiment: (of) => `{ experiment(key: "${of.mark}-experiment") { id name variants { users } results { difference } goals { key } } }`,
  experimentPlan: () => '{ experimentPlan(share: 0.05, lift: 0.1) { usersPerArm } }',
  experiments: (of) => `{ experiments(search: "${of.mark}") { id key name day } }`,
  findings: (of) => `{ findings(goal: "${of.mark}") { id } }`,
  ingestRuns: (of) => `{ ingestRuns(source: "${of.sourceId}") { id error source { name } } }`,
  forecastCalibration: () => '{ forecastCalibration(year: 2026) { goals count brier byMonth { month } } }',
  goal: (of) => `{ goal(key: "${of.mark}-goal") { id owner } }`,
  goals: () => '{ goals(year: 2026) { id owner } }',
  lineage: (of) =>
    `{ lineage(cell: "${cellOf(of)}") { recomputed factRows records { sourceKey values } runs { id } goals { id owner } definition { name } } }`,
  dimensionCatalog: () => '{ dimensionCatalog { name } }',
  marketingMix: (of) =>
    `{ marketingMix(query: { by: CAMPAIGN, range: ${RANGE_OF_YEAR}, brands: ["${of.brandKey}"] }) { verdict reasons rows { key label } } }`,
  metricCatalog: () => '{ metricCatalog(search: "roas") { name } }',
  metrics: (of) =>
    `{ metrics(query: { select: [spend], by: [CAMPAIGN], range: ${RANGE}, where: { dimension: BRAND, values: ["${of.brandKey}"] } }) { rows { dimensions { key label } values { value } } } }`,
  plan: () => '{ plan(year: 2026) { id } }',
  savedMetrics: (of) => `{ savedMetrics(key: "${of.mark}") { rows { dimensions { key label } values { value } } } }`,
  savedQueries: () => '{ savedQueries { id key name versions { query savedBy } } }',
  savedQuery: (of) => `{ savedQuery(key: "${of.mark}") { id name version { query savedBy } } }`,
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
    for (const { id, mark, brandKey } of [ours, theirs]) await saved(id, mark, brandKey);
    key = await server.key(ours.id, 'admin');
    theirKey = await server.key(theirs.id, 'admin');
  });
  afterAll(() => server.close());

  async function saved(workspaceId: number, mark: string, brandKey: string): Promise<void> {
    const where = [{ dimension: 'BRAND', values: [brandKey] }];
    const query = { select: ['spend'], by: ['CAMPAIGN'], range: { from: '2026-11-20', to: '2026-11-22' }, where };
    await inWorkspace(server.database, workspaceId, (session) =>
      saveQuery(session, { key: mark, name: `of ${mark}`, query, savedBy: mark }),
    );
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
      'brand',
      'campaign',
      'campaigns',
      'experiment',
      'experiments',
      'explainChange',
      'ingestRuns',
      'lineage',
      'metrics',
      'savedMetrics',
      'savedQueries',
      'savedQuery',
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
