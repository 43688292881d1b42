import { BRAND, GROUP, MONTH, type QuestionName, SEARCH, YEAR } from './questions';

/** `any`: an answer in another server's form, taken apart here and nowhere else. */
// biome-ignore lint/suspicious/noExplicitAny: see above
type Data = any;

const SUMS = 'sum { spend impressions clicks revenue }';
const days = ({ from, to }: typeof YEAR, more = '') =>
  `filter: {day: {greaterThanOrEqualTo: "${from}", lessThanOrEqualTo: "${to}"}${more}}`;

/** The questions as PostGraphile is asked them. It gives sums, as text: quotients are the client's to make. */
export const POSTGRAPHILE_QUERIES: Record<QuestionName, string> = {
  Q1: `{ allChannelDays(${days(YEAR)}) { groupedAggregates(groupBy: [CHANNEL]) { keys ${SUMS} } } }`,
  Q2: `{ allCampaignDays(${days(YEAR, `, campaign: {in: ${JSON.stringify(GROUP)}}`)}) { groupedAggregates(groupBy: [DAY]) { keys ${SUMS} } } }`,
  Q3: `{ allCampaigns(first: 50, orderBy: [NAME_ASC, ROW_ID_ASC]) { nodes { key name days(${days(MONTH)}) { aggregates { ${SUMS} } } } } }`,
  Q4: `{ mentionsSaying(first: 20, search: "${SEARCH}", brand: "${BRAND}", firstDay: "${YEAR.from}", lastDay: "${YEAR.to}") { totalCount nodes { publishedAt text sentiment engagements } } }`,
  Q5: `{ allBrandDays(${days(YEAR)}) { groupedAggregates(groupBy: [MONTH, BRAND]) { keys ${SUMS} } } }`,
};

/** Its answers in the hub's form, so that they can be compared. */
export function inHubForm(name: QuestionName, data: Data): object {
  if (name === 'Q3') {
    const nodes: Data[] = data.allCampaigns.nodes;
    return {
      campaigns: { edges: nodes.map(({ days: { aggregates }, ...node }) => ({ node: { ...node, metrics: metricsOf(aggregates.sum) } })) },
    };
  }
  if (name === 'Q4') {
    const { totalCount, nodes } = data.mentionsSaying;
    const node = (each: Data) => ({
      ...each,
      publishedAt: new Date(each.publishedAt).toISOString(),
      engagements: Number(each.engagements),
    });
    return { mentions: { totalCount, edges: nodes.map((each: Data) => ({ node: node(each) })) } };
  }
  const [rows] = Object.values(data) as Data[];
  const groups: Data[] = rows.groupedAggregates.toSorted((a: Data, b: Data) => (String(a.keys) < String(b.keys) ? -1 : 1));
  return { metrics: { rows: groups.map(({ keys, sum }) => ({ ...namesOf(name, keys), values: valuesOf(sum) })) } };
}

function namesOf(name: QuestionName, keys: readonly string[]): object {
  if (name === 'Q1') return { dimensions: [{ key: keys[0] }] };
  return { period: keys[0]!.slice(0, 10), ...(name === 'Q5' ? { dimensions: [{ key: keys[1] }] } : {}) };
}

function metricsOf({ spend, impressions, clicks, revenue }: Record<string, string>): Record<string, number> {
  return {
    spend: Number(spend) / 1e6,
    impressions: Number(impressions),
    clicks: Number(clicks),
    ctr: Number(clicks) / Number(impressions),
    roasClaimed: Number(revenue) / Number(spend),
  };
}

function valuesOf(sum: Record<string, string>): { metric: string; value: number }[] {
  return Object.entries(metricsOf(sum)).map(([metric, value]) => ({ metric, value }));
}
