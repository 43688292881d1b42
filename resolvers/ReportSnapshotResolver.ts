import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { ReportSnapshot } from '../entities/research/ReportSnapshot';
import { SavedQuery } from '../entities/research/SavedQuery';
import { DateTimeScalar, DayScalar } from '../entities/scalars';
import { Cost } from '../src/graph/cost';
import type { Batch, GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import { BadQuestion } from '../src/metrics/BadQuestion';
import type { Answer } from '../src/metrics/question';
import { compareSnapshots } from '../src/metrics/report/compare-snapshots';
import type { Definition } from '../src/metrics/report/report';
import {
  dropSnapshot,
  type SnapshotHead,
  snapshotHeads,
  storedReport,
  takeSnapshot,
  termsOf,
} from '../src/metrics/report/stored-snapshots';
import { savedQuery, versionOf } from '../src/metrics/saved-queries';
import { dateNotBefore } from '../src/metrics/snapshot';
import { goalTargets } from '../src/plan/goal-target-reader';
import { MetricResult } from './metrics/MetricResult';
import { DEAREST } from './metrics/query-cost';
import { ComparedRow, DefinitionVersion, SnapshotComparison, shownComparison } from './metrics/SnapshotComparison';
import { newestQuestion, savedQuestion } from './metrics/saved-question';

/** Five readings, four of them of earlier instants. */
const COMPARING = 2 * DEAREST;
const ITEMS = 20;
const DEFAULT_ROWS = 100;

const queries: Batch<number, SavedQuery | null> = (context, ids) =>
  context.read(async ({ manager, workspaceId }) => {
    const found = new Map(
      (await manager.find(SavedQuery, { where: ids.map((id) => ({ workspaceId, id })) })).map((each) => [each.id, each]),
    );
    return ids.map((id) => found.get(id) ?? null);
  });

/** Answers that are kept, and what became of them since. */
@Resolver(() => ReportSnapshot)
export class ReportSnapshotResolver {
  @Permit('viewer')
  @Cost({ items: () => ITEMS })
  @Query(() => [ReportSnapshot], { description: 'The kept answers of a saved query, the newest first.' })
  reportSnapshots(@Arg('key', () => String) key: string, @Ctx() context: GraphContext): Promise<SnapshotHead[]> {
    return context.read(async (session) => {
      const saved = await savedQuery(session, key);
      return saved ? snapshotHeads(session, { savedQueryId: saved.id }) : [];
    });
  }

  @Permit('viewer')
  @Query(() => ReportSnapshot, { nullable: true, description: 'One kept answer; null when there is none of the id.' })
  reportSnapshot(@Arg('id', () => ID) id: string, @Ctx() context: GraphContext): Promise<SnapshotHead | null> {
    return context.read(async (session) => (await snapshotHeads(session, { id: wholeId(id, 'id') }))[0] ?? null);
  }

  @Permit('viewer')
  @Cost({ own: COMPARING })
  @Query(() => SnapshotComparison, {
    nullable: true,
    description:
      'What became of a kept answer: each difference split into what is meant otherwise, what sources restated, exchange rates, and other days. Null when there is none of an id.',
  })
  compareSnapshots(
    @Arg('from', () => ID) from: string,
    @Arg('to', () => ID, { nullable: true, description: 'Another snapshot of the same saved query; the present when absent.' }) to:
      | string
      | null,
    @Ctx() context: GraphContext,
  ): Promise<SnapshotComparison | null> {
    return context.read(async (session, asker) => {
      const later = to == null ? { question: (head: SnapshotHead) => newestQuestion(session, head) } : { id: wholeId(to, 'to') };
      const found = await compareSnapshots(session, wholeId(from, 'from'), later, asker, { targets: goalTargets });
      return found && shownComparison(found);
    });
  }

  @Permit('analyst')
  @Cost({ own: DEAREST })
  @Mutation(() => ReportSnapshot, {
    nullable: true,
    description: 'Keeps what a saved query is answered with now; null when there is no such version.',
  })
  takeSnapshot(
    @Arg('key', () => String) key: string,
    @Arg('version', () => Int, { nullable: true, description: 'The newest when absent.' }) version: number | null,
    @Arg('note', () => String, { nullable: true }) note: string | null,
    @Ctx() context: GraphContext,
  ): Promise<SnapshotHead | null> {
    return context.write(async (session, asker) => {
      const query = await savedQuery(session, key);
      const saved = query && (await versionOf(session, query, version ?? undefined));
      if (!saved) return null;
      const taking = { saved, question: savedQuestion(saved), takenBy: context.caller.name, note: note ?? undefined };
      return takeSnapshot(session, taking, asker, { targets: goalTargets });
    });
  }

  @Permit('analyst')
  @Mutation(() => Boolean, { description: 'Takes a kept answer away; false when there is none of the id.' })
  dropSnapshot(@Arg('id', () => ID) id: string, @Ctx() context: GraphContext): Promise<boolean> {
    return context.write((session) => dropSnapshot(session, wholeId(id, 'id')));
  }

  @FieldResolver(() => SavedQuery, { nullable: true, description: 'The saved query; null once it is deleted.' })
  async query(@Root() { savedQueryId }: ReportSnapshot, @Ctx() context: GraphContext): Promise<SavedQuery | null> {
    const found = await context.load(queries, savedQueryId);
    return found?.deletedAt ? null : found;
  }

  @FieldResolver(() => DateTimeScalar, { description: 'The instant whose knowledge it holds.' })
  asOf(@Root() snapshot: ReportSnapshot): Date {
    return dateNotBefore(termsOf(snapshot).asOf);
  }

  @FieldResolver(() => DayScalar)
  from(@Root() snapshot: ReportSnapshot): string {
    return termsOf(snapshot).question.range.from;
  }

  @FieldResolver(() => DayScalar)
  to(@Root() snapshot: ReportSnapshot): string {
    return termsOf(snapshot).question.range.to;
  }

  @FieldResolver(() => String)
  currency(@Root() snapshot: ReportSnapshot): string {
    return termsOf(snapshot).currency;
  }

  @FieldResolver(() => String, {
    description: 'A digest of the policy and the rates: the same where no amount would be converted otherwise.',
  })
  ratesVersion(@Root() snapshot: ReportSnapshot): string {
    return termsOf(snapshot).ratesVersion;
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description: 'Since when its mapping rules had held; null where there were none.',
  })
  rulesSince(@Root() snapshot: ReportSnapshot): Date | null {
    const { mappingAt } = termsOf(snapshot);
    return mappingAt === null ? null : new Date(mappingAt);
  }

  @Cost({ items: () => ITEMS })
  @FieldResolver(() => [DefinitionVersion], { description: 'What its metrics meant.' })
  definitions(@Root() snapshot: ReportSnapshot): readonly Definition[] {
    return termsOf(snapshot).definitions;
  }

  @Cost({ own: ITEMS })
  @FieldResolver(() => MetricResult, { description: 'The answer as it was given, in the language in which it was asked for.' })
  result(
    @Root() { id }: ReportSnapshot,
    @Arg('first', () => Int, { nullable: true, defaultValue: DEFAULT_ROWS }) first: number | null,
    @Arg('offset', () => Int, { nullable: true, defaultValue: 0 }) offset: number | null,
    @Ctx() context: GraphContext,
  ): Promise<Answer> {
    return context.read(async (session) => {
      const found = await storedReport(session, id);
      if (!found) throw new Error(`snapshot ${id} went while it was read`);
      const { rows, totals, warnings } = found.report;
      const [start, count] = [offset ?? 0, first ?? DEFAULT_ROWS];
      return {
        rows: rows.slice(start, start + count) as Answer['rows'],
        totals: totals as Answer['totals'],
        warnings: [...warnings],
        asOf: dateNotBefore(found.terms.asOf),
        dataVersion: found.dataVersion,
        currency: found.terms.currency,
        pageInfo: { hasNextPage: rows.length > start + count, endCursor: null },
      };
    });
  }
}

/** The rows of a comparison. */
@Resolver(() => SnapshotComparison)
export class SnapshotComparisonResolver {
  @Cost({ items: ([values]) => Number(values?.first ?? DEFAULT_ROWS) })
  @FieldResolver(() => [ComparedRow], { description: 'Those of the later report first, then those that only the earlier one has.' })
  rows(
    @Root() { all }: SnapshotComparison,
    @Arg('first', () => Int, { nullable: true, defaultValue: DEFAULT_ROWS }) first: number | null,
    @Arg('offset', () => Int, { nullable: true, defaultValue: 0 }) offset: number | null,
  ): ComparedRow[] {
    return all.slice(offset ?? 0, (offset ?? 0) + (first ?? DEFAULT_ROWS));
  }
}

function wholeId(id: string, place: string): number {
  if (!/^\d{1,9}$/.test(id)) throw new BadQuestion(place, id, 'the id of a snapshot, a whole number');
  return Number(id);
}
