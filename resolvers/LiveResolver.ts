import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Int, Query, Resolver, Root } from 'type-graphql';
import { DateTimeScalar } from '../entities/scalars';
import { Cost } from '../src/graph/cost';
import type { GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import { dayIn } from '../src/lib/day';
import { liveFunnel, liveReport } from '../src/metrics/creators/live-report';
import { type RefundOutlook as Outlook, type RefundGroup, refundOutlooks } from '../src/metrics/creators/refund-outlook';
import { recordOf } from '../src/metrics/evidence/record-of';
import { resolveRange } from '../src/metrics/period';
import { FunnelStep } from './creators/FunnelStep';
import { LiveReport } from './creators/LiveReport';
import { livestreamSubject } from './creators/livestream-subject';
import { RefundGroupEnum, RefundOutlook } from './creators/RefundOutlook';
import { rawPage } from './experiments/experiment-batches';
import { LineageRecord } from './metrics/Lineage';
import { FilterInput, filtersOf, RangeInput, rangeOf } from './metrics/MetricQueryInput';
import { MetricSet, metricSet } from './metrics/MetricSet';

const STATEMENT = 50;
const READING = 300;
/** After a month hardly anything comes back. */
const LAST_AGE = 30;

/** Livestreams: their funnel, their money, and what will come back of it. */
@Resolver(() => LiveReport)
export class LiveResolver {
  @Permit('viewer')
  @Cost({ own: STATEMENT })
  @Query(() => LiveReport, { nullable: true, description: 'One livestream by its platform and id; null when nothing was told of it.' })
  liveSession(
    @Arg('platform', () => String) platform: string,
    @Arg('session', () => String) key: string,
    @Arg('asOf', () => DateTimeScalar, { nullable: true, description: 'As it was known then.' }) asOf: Date | null,
    @Ctx() context: GraphContext,
  ): Promise<LiveReport | null> {
    return context.read((session, asker) => liveReport(session, platform, key, asker, asOf ?? undefined));
  }

  @FieldResolver(() => MetricSet, {
    description: 'Metrics of the livestream over a range; what was paid after it falls on later days than the stream itself.',
  })
  metrics(
    @Root() live: LiveReport,
    @Arg('range', () => RangeInput) range: RangeInput,
    @Arg('currency', () => String, { nullable: true }) currency: string | null,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<MetricSet> {
    return metricSet(context, livestreamSubject(live), { range, currency }, info);
  }

  @Permit('viewer')
  @Cost({ own: STATEMENT })
  @Query(() => [FunnelStep], {
    description: 'The funnel of all livestreams that some filters admit: sums over sums. Empty where nothing is told of any.',
  })
  liveFunnel(
    @Arg('range', () => RangeInput) range: RangeInput,
    @Arg('where', () => [FilterInput], { nullable: true, defaultValue: [] }) where: FilterInput[] | null,
    @Arg('asOf', () => DateTimeScalar, { nullable: true, description: 'As it was known then.' }) asOf: Date | null,
    @Ctx() context: GraphContext,
  ): Promise<FunnelStep[]> {
    return context.read((session, asker) => liveFunnel(session, rangeOf(range), filtersOf(where), asker, asOf ?? undefined));
  }

  @Permit('viewer')
  @Cost({ own: READING })
  @Query(() => [RefundOutlook], {
    description:
      'How refunds of livestreams develop by days since the stream, from what was restated day by day, and what those of the range are likely to come to; the largest first.',
  })
  refundDevelopment(
    @Arg('range', () => RangeInput) range: RangeInput,
    @Arg('by', () => RefundGroupEnum, { defaultValue: 'ALL' }) by: RefundGroup,
    @Arg('days', () => Int, { defaultValue: LAST_AGE, description: 'After so many days nothing more is sent back; 1 to 120.' })
    days: number,
    @Arg('brand', () => String, { nullable: true }) brand: string | null,
    @Arg('asOf', () => DateTimeScalar, { nullable: true, description: 'As it was known then.' }) asOf: Date | null,
    @Ctx() context: GraphContext,
  ): Promise<RefundOutlook[]> {
    return context.read(async (session, asker) => {
      const today = asOf ? dayIn(context.caller.timeZone, asOf) : asker.today;
      const lastAge = Math.min(Math.max(days, 1), 120);
      const asked = {
        range: resolveRange(rangeOf(range), asker.today),
        by,
        lastAge,
        today,
        ...(brand && { brand }),
        ...(asOf && { asOf }),
      };
      return (await refundOutlooks(session, asked)).map(shown);
    });
  }
}

function shown({ projection, paid, development, ...outlook }: Outlook): RefundOutlook {
  const steps = development.flatMap((step) => (step ? [{ age: step.age, rate: step.rate, n: step.n }] : []));
  if (!projection) return { ...outlook, paid, development: steps, finalRate: null, netGmv: null };
  const { amount, low, high, level } = projection;
  return {
    ...outlook,
    paid,
    development: steps,
    finalRate: { value: amount / paid, interval: { low: low / paid, high: high / paid, level } },
    netGmv: { value: paid - amount, interval: { low: paid - high, high: paid - low, level } },
  };
}

/** From an outlook to the rows of its livestreams. */
@Resolver(() => RefundOutlook)
export class RefundOutlookResolver {
  @Cost({ own: 5 })
  @FieldResolver(() => [LineageRecord], {
    description: 'The livestreams, or products in livestreams, that it is of, with the records that last told them.',
  })
  records(
    @Root() { rows }: RefundOutlook,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Ctx() context: GraphContext,
  ): Promise<LineageRecord[]> {
    const some = rows.slice(0, Math.min(Math.max(first, 0), 500));
    return Promise.all(some.map(async (row) => recordOf(row.origin, row.values, await context.load(rawPage, row.origin.pageId))));
  }
}
