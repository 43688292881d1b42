import { Field, Float, ObjectType } from 'type-graphql';
import { Cost } from '../../src/graph/cost';
import type { Batch, GraphContext } from '../../src/graph/graph-context';
import { metricsOfCampaigns, type MetricSet as Numbers } from '../../src/metrics/campaign-metrics';
import type { MetricName, Range } from '../../src/metrics/question';
import { METRICS } from '../../src/metrics/registry';

/** A number of a row that is read with many others. */
const CELL = 0.2;

/** Every metric of one campaign over a range, one field a metric; only those that are asked for are computed. */
@ObjectType({
  description: 'Every metric over a range, one field a metric; only those that are asked for are computed.',
  simpleResolvers: true,
})
export class MetricSet {
  /** `numbers` by metric, or why there are none. */
  constructor(readonly numbers: Numbers | Error) {}
}

for (const [name, { about }] of METRICS) {
  Field(() => Float, { nullable: true, description: about.describe.en })(MetricSet.prototype, name);
  Cost({ own: CELL })(MetricSet.prototype, name);
  Object.defineProperty(MetricSet.prototype, name, {
    get(this: MetricSet) {
      return this.numbers instanceof Error ? this.numbers : (this.numbers[name] ?? null);
    },
  });
}

interface Wanted {
  readonly campaignKey: string;
  readonly range: Range;
  readonly currency: string | null;
  readonly metrics: readonly MetricName[];
}

/** Some metrics of a campaign, read with those of the others that are asked for in the same moment. */
export async function metricSet(context: GraphContext, wanted: Wanted): Promise<MetricSet> {
  return new MetricSet(await context.load(numbers, wanted).catch((error: Error) => error));
}

/** The numbers of all campaigns of a list at once: one question for each range and currency. */
const numbers: Batch<Wanted, Numbers> = async (context, wanted) => {
  const groups = new Map<string, Wanted[]>();
  for (const each of wanted) {
    const key = JSON.stringify([each.range, each.currency]);
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  const found = new Map<Wanted, Numbers>();
  for (const group of groups.values()) {
    const { range, currency } = group[0] as Wanted;
    const names = [...new Set(group.flatMap(({ metrics }) => metrics))];
    if (names.length === 0) continue;
    const keys = group.map(({ campaignKey }) => campaignKey);
    const sets = await context.read((session, asker) => metricsOfCampaigns(session, keys, names, range, currency, asker));
    for (const each of group) found.set(each, sets.get(each.campaignKey) ?? {});
  }
  return wanted.map((each) => found.get(each) ?? {});
};
