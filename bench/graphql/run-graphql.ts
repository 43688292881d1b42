import { type BenchHub, withBenchHub } from '../bench-hub';
import type { BenchOptions } from '../main';
import { CampaignDays, DAYS } from './campaign-days';
import { measureFacts } from './measure-facts';
import { measureGrowth } from './measure-growth';
import { measureSums } from './measure-sums';
import { fillMentions } from './mention-rows';
import { estimateOf, planOf, type Size } from './plan';

const TITLE = 'graphql';

/** Answering over HTTP, against hand-written SQL behind node:http and against other GraphQL servers, over the same sums by day and over the facts. */
export async function runGraphql(options: BenchOptions): Promise<void> {
  const plan = planOf(options);
  const { size, sums, facts, growth } = plan;
  process.stderr.write(`graphql: ${estimateOf(plan, options.rounds)}\n`);
  if (growth !== undefined) options.write({ title: TITLE, parts: [await measureGrowth(growth, size.campaigns, options.command)] });
  if (!sums && !facts) return;
  await withBenchHub(async (hub) => {
    const filled = await fill(hub, size);
    if (sums) options.write({ title: TITLE, body: await measureSums(hub, filled, options) });
    if (facts) options.write({ title: TITLE, parts: [await measureFacts(hub, filled, options)] });
  });
}

/** Fills the hub, and says with what. */
async function fill(hub: BenchHub, { rows, campaigns, mentions }: Size): Promise<string> {
  const start = performance.now();
  const days = await CampaignDays.begin(hub, campaigns);
  const filled = (await days.growTo(rows)).toLocaleString('en');
  await fillMentions(hub, days.sourceId, mentions);
  const minutes = ((performance.now() - start) / 60_000).toFixed(1);
  process.stderr.write(`graphql: filled in ${minutes} minutes\n`);
  return `${filled} rows of AdDay in the order of day and campaign (${campaigns} campaigns, ${DAYS} days), ${mentions.toLocaleString('en')} mentions, filled in ${minutes} minutes; PostgreSQL ${hub.version}, Node ${process.version}`;
}
