import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { In } from 'typeorm';
import { IngestRun } from '../entities/ingestion/IngestRun';
import { Goal } from '../entities/plan/Goal';
import { byId } from '../src/graph/by-id';
import { Cost } from '../src/graph/cost';
import type { Batch, GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import { decodeCell } from '../src/metrics/cell-id';
import { type Lineage as Found, lineage } from '../src/metrics/lineage';
import { goalsOfCell } from '../src/plan/goals-of-cell';
import { Lineage, LineageRecord } from './metrics/Lineage';
import { definitionOf, MetricDefinition } from './metrics/MetricDefinition';
import { PageInfo } from './PageInfo';

const DEFAULT_PAGE = 20;
/** Every row behind the number is read. */
const READING = 100;

const runById = byId(IngestRun);

/** What `[cell, first, after]`, as JSON, is made of. A number's records are read with the number itself when the page is the usual one. */
const found: Batch<string, Found> = async (context, keys) => {
  const answers: Found[] = [];
  for (const key of keys) {
    const [cell, first, after] = JSON.parse(key) as [string, number, string | null];
    answers.push(await context.read((session) => lineage(session, cell, { first, after })));
  }
  return answers;
};

function pageOf(context: GraphContext, cell: string, first: number | null, after: string | null | undefined): Promise<Found> {
  return context.load(found, JSON.stringify([cell, first ?? DEFAULT_PAGE, after ?? null]));
}

/** From a number back to its definition, its raw records, the runs that brought them and the goals that it serves. */
@Resolver(() => Lineage)
export class LineageResolver {
  @Permit('viewer')
  @Cost({ own: READING })
  @Query(() => Lineage, { description: 'What a number was made of; `cell` is the id that the number carries in `lineage`.' })
  async lineage(@Arg('cell', () => ID) cell: string, @Ctx() context: GraphContext): Promise<Lineage> {
    const { value, recomputed, factRows, metric, runIds } = await pageOf(context, cell, DEFAULT_PAGE, null);
    return Object.assign(new Lineage(), { value, recomputed, factRows, metric, runIds, cell });
  }

  @FieldResolver(() => MetricDefinition)
  definition(@Root() { metric }: Lineage): MetricDefinition {
    return definitionOf(metric);
  }

  @FieldResolver(() => [LineageRecord])
  async records(
    @Root() { cell }: Lineage,
    @Arg('first', () => Int, { nullable: true, defaultValue: DEFAULT_PAGE }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: GraphContext,
  ): Promise<readonly LineageRecord[]> {
    return (await pageOf(context, cell, first, after)).records.records;
  }

  @FieldResolver(() => PageInfo, { description: 'Where the same page of `records` ends.' })
  async recordsPageInfo(
    @Root() { cell }: Lineage,
    @Arg('first', () => Int, { nullable: true, defaultValue: DEFAULT_PAGE }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: GraphContext,
  ): Promise<PageInfo> {
    const { hasNextPage, endCursor } = (await pageOf(context, cell, first, after)).records;
    return { hasNextPage, endCursor };
  }

  @FieldResolver(() => [IngestRun], { description: 'The runs that brought the rows.' })
  runs(@Root() { runIds }: Lineage, @Ctx() context: GraphContext): Promise<IngestRun[]> {
    const { workspaceId } = context.caller;
    return context.read((session) =>
      session.manager.find(IngestRun, { where: { workspaceId, id: In([...runIds]) }, order: { id: 'DESC' } }),
    );
  }

  @FieldResolver(() => [Goal], { description: 'The goals in force that the number counts towards.' })
  async goals(@Root() { cell }: Lineage, @Ctx() context: GraphContext): Promise<Goal[]> {
    const planned = await context.read((session) => goalsOfCell(session, decodeCell(cell)));
    return planned.map(({ goal }) => goal);
  }
}

/** The run behind one record. */
@Resolver(() => LineageRecord)
export class LineageRecordResolver {
  @FieldResolver(() => IngestRun)
  async run(@Root() { runId, sourceKey }: LineageRecord, @Ctx() context: GraphContext): Promise<IngestRun> {
    const run = runId === null ? null : await context.load(runById, runId);
    if (!run) throw new Error(`the run that brought a record of ${sourceKey} is not kept`);
    return run;
  }
}
