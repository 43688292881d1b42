import { Field, Float, ObjectType } from 'type-graphql';
import { Cost } from '../../src/graph/cost';
import type { Batch, GraphContext } from '../../src/graph/graph-context';
import { metricsOfCampaigns } from '../../src/metrics/campaign-metrics';
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
  constructor(
    readonly campaignKey: string,
    readonly range: Range,
    readonly currency: string | null,
  ) {}
}

interface Wanted {
  set: MetricSet;
  metric: MetricName;
}

for (const [name, { about }] of METRICS) {
  Field(() => Float, { nullable: true, description: about.describe.en })(MetricSet.prototype, name);
  Cost({ own: CELL })(MetricSet.prototype, name);
  Object.defineProperty(MetricSet.prototype, name, {
    value(this: MetricSet, _arguments: object, context: GraphContext) {
      return context.load(numbers, { set: this, metric: name });
    },
  });
}

/** The numbers of all campaigns of a list at once: one question for each range and currency. */
const numbers: Batch<Wanted, number | null> = async (context, wanted) => {
  const groups = new Map<string, Wanted[]>();
  for (const each of wanted) {
    const key = JSON.stringify([each.set.range, each.set.currency]);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  const found = new Map<Wanted, number | null>();
  for (const group of groups.values()) {
    const { range, currency } = (group[0] as Wanted).set;
    const keys = [...new Set(group.map(({ set }) => set.campaignKey))];
    const names = [...new Set(group.map(({ metric }) => metric))];
    const sets = await context.read((session, asker) => metricsOfCampaigns(session, keys, names, range, currency, asker));
    for (const each of group) found.set(each, sets.get(each.set.campaignKey)?.[each.metric] ?? null);
  }
  return wanted.map((each) => found.get(each) ?? null);
};
