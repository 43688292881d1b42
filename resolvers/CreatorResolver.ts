import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Int, Query, Resolver, Root } from 'type-graphql';
import { type FindOptionsWhere, ILike } from 'typeorm';
import { Collaboration } from '../entities/creators/Collaboration';
import { Creator } from '../entities/creators/Creator';
import { DateTimeScalar } from '../entities/scalars';
import { Cost } from '../src/graph/cost';
import type { GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import { scorecardOf } from '../src/metrics/creators/scorecard';
import { tierBenchmarks } from '../src/metrics/creators/tier-benchmarks';
import { recordOf } from '../src/metrics/evidence/record-of';
import { resolveRange } from '../src/metrics/period';
import type { MetricName } from '../src/metrics/question';
import { CreatorScorecard } from './creators/CreatorScorecard';
import { accountsOf, collaborationsOf, creatorByKey, pricesOf } from './creators/creator-batches';
import { FraudSignal } from './creators/FraudSignal';
import { CreatorAccount, CreatorPrice } from './creators/roster-types';
import { shownSignals } from './creators/shown-signals';
import { TierBenchmark } from './creators/TierBenchmark';
import { rawPage } from './experiments/experiment-batches';
import { MetricNameEnum } from './metrics/enums';
import { LineageRecord } from './metrics/Lineage';
import { FilterInput, filtersOf, RangeInput, rangeOf } from './metrics/MetricQueryInput';
import { MetricSet, metricSet } from './metrics/MetricSet';

/** What a scorecard or a search for signals is worth in objects of an answer. */
const SCORECARD = 200;
const READING = 300;
const MOST = 500;

/** Creators: people with their accounts, prices and collaborations, and what came of them. */
@Resolver(() => Creator)
export class CreatorResolver {
  @Permit('viewer')
  @Query(() => [Creator], {
    description: 'The creators of the roster by name; `search` finds a part of key or name, `tier` those of a tier.',
  })
  creators(
    @Arg('search', () => String, { nullable: true }) search: string | null,
    @Arg('tier', () => String, { nullable: true }) tier: string | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 100 }) first: number | null,
    @Ctx() context: GraphContext,
  ): Promise<Creator[]> {
    const { workspaceId } = context.caller;
    const part = ILike(`%${(search ?? '').replace(/[\\%_]/g, '\\$&')}%`);
    const common: FindOptionsWhere<Creator> = { workspaceId, ...(tier && { tier }) };
    return context.read((session) =>
      session.manager.find(Creator, {
        where: [
          { ...common, key: part },
          { ...common, name: part },
        ],
        order: { name: 'ASC', key: 'ASC' },
        take: Math.min(Math.max(first ?? 100, 0), MOST),
      }),
    );
  }

  @Permit('viewer')
  @Query(() => Creator, { nullable: true, description: 'One creator by key; null when the roster has none.' })
  creator(@Arg('key', () => String) key: string, @Ctx() context: GraphContext): Promise<Creator | null> {
    return context.load(creatorByKey, key);
  }

  @Permit('viewer')
  @Cost({ own: SCORECARD })
  @Query(() => [TierBenchmark], {
    description: 'How the accounts of each tier lie by a metric of creators’ posts: quartiles, and of how many accounts.',
  })
  tierBenchmarks(
    @Arg('metric', () => MetricNameEnum) metric: MetricName,
    @Arg('range', () => RangeInput) range: RangeInput,
    @Arg('where', () => [FilterInput], { nullable: true, defaultValue: [] }) where: FilterInput[] | null,
    @Ctx() context: GraphContext,
  ): Promise<TierBenchmark[]> {
    return context.read((session, asker) => tierBenchmarks(session, metric, rangeOf(range), filtersOf(where), asker));
  }

  @Permit('analyst')
  @Cost({ own: READING })
  @Query(() => [FraudSignal], {
    description:
      'What stands apart among creators, livestreams and collaborations in some days, the farthest first, with peers and evidence. Signs and no proofs.',
  })
  fraudSignals(
    @Arg('range', () => RangeInput) range: RangeInput,
    @Arg('brand', () => String, { nullable: true }) brand: string | null,
    @Arg('asOf', () => DateTimeScalar, { nullable: true, description: 'As it was known then.' }) asOf: Date | null,
    @Ctx() context: GraphContext,
  ): Promise<FraudSignal[]> {
    return shownSignals(context, { range, brand, asOf });
  }

  @FieldResolver(() => MetricSet, {
    description: 'Metrics of all accounts of the creator over a range; those of a whole list are computed together.',
  })
  metrics(
    @Root() creator: Creator,
    @Arg('range', () => RangeInput) range: RangeInput,
    @Arg('currency', () => String, { nullable: true }) currency: string | null,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<MetricSet> {
    return metricSet(context, { dimension: 'PERSON', key: creator.key }, { range, currency }, info);
  }

  @FieldResolver(() => [CreatorAccount], { description: 'Every account that was ever taken for theirs, those that still are first.' })
  accounts(@Root() { key }: Creator, @Ctx() context: GraphContext): Promise<CreatorAccount[]> {
    return context.load(accountsOf, key);
  }

  @FieldResolver(() => [CreatorPrice], { description: 'The price list with its history, the newest first.' })
  prices(@Root() { key }: Creator, @Ctx() context: GraphContext): Promise<CreatorPrice[]> {
    return context.load(pricesOf, key);
  }

  @FieldResolver(() => [Collaboration], { description: 'What was agreed with them, the newest first.' })
  collaborations(@Root() { key }: Creator, @Ctx() context: GraphContext): Promise<Collaboration[]> {
    return context.load(collaborationsOf, key);
  }

  @Cost({ own: SCORECARD })
  @FieldResolver(() => CreatorScorecard, { description: 'What they cost and brought over some days, in all of their accounts.' })
  scorecard(
    @Root() { key }: Creator,
    @Arg('range', () => RangeInput) range: RangeInput,
    @Arg('asOf', () => DateTimeScalar, { nullable: true, description: 'As it was known then.' }) asOf: Date | null,
    @Ctx() context: GraphContext,
  ): Promise<CreatorScorecard> {
    return context.read(async (session, asker) => {
      const card = await scorecardOf(session, key, resolveRange(rangeOf(range), asker.today), asker, asOf ?? undefined);
      const brandSearchLift = card.brandSearchLift.map(({ day, brand, lift, reason }) => {
        return { day, brand, reason, lift: lift?.lift ?? null, interval: lift, daysBefore: lift?.before ?? 0 };
      });
      return { ...card, brandSearchLift };
    });
  }

  @Cost({ own: READING })
  @FieldResolver(() => [FraudSignal], { description: 'What stands apart in some days in any of the accounts that are theirs.' })
  async signals(
    @Root() { key }: Creator,
    @Arg('range', () => RangeInput) range: RangeInput,
    @Ctx() context: GraphContext,
  ): Promise<FraudSignal[]> {
    const own = new Set(
      (await context.load(accountsOf, key)).filter(({ until }) => !until).map((each) => `${each.platform}:${each.account}`),
    );
    return shownSignals(context, { range }, (account) => account !== null && own.has(account));
  }
}

/** From a signal to the rows that show it. */
@Resolver(() => FraudSignal)
export class FraudSignalResolver {
  @Cost({ own: 5 })
  @FieldResolver(() => [LineageRecord], {
    description: 'The rows that show it, with the raw records that said them; at most twenty, the newest.',
  })
  evidence(@Root() { evidence }: FraudSignal, @Ctx() context: GraphContext): Promise<LineageRecord[]> {
    return Promise.all(evidence.map(async (row) => recordOf(row.origin, row.values, await context.load(rawPage, row.origin.pageId))));
  }
}
