import { GraphQLError } from 'graphql';
import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { SelectQueryBuilder } from 'typeorm';
import { IngestRun } from '../entities/ingestion/IngestRun';
import { Source } from '../entities/ingestion/Source';
import { DateTimeScalar } from '../entities/scalars';
import type { Session } from '../src/database/session';
import { byId } from '../src/graph/by-id';
import type { GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import { RUN_TOPIC, type RunNews } from '../src/graph/run-feed';

const DEFAULT_PAGE = 20;
const sourceById = byId(Source);
const runById = byId(IngestRun);

/** Pulls and imports: what was asked for, what came of it, and news of them as they go. */
@Resolver(() => IngestRun)
export class IngestRunResolver {
  @Permit('viewer')
  @Query(() => [IngestRun], {
    description: 'Runs, the latest first; `source` is a source’s id, key or name, `after` the id of the last run of the page before.',
  })
  ingestRuns(
    @Arg('source', () => String, { nullable: true }) source: string | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: DEFAULT_PAGE }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: GraphContext,
  ): Promise<IngestRun[]> {
    const before = after === null || after === undefined ? null : runIdOf(after);
    return context.read((session) =>
      runsOf(session, source, before)
        .take(first ?? DEFAULT_PAGE)
        .getMany(),
    );
  }

  @Permit('viewer')
  @Subscription(() => IngestRun, {
    topics: RUN_TOPIC,
    topicId: ({ context }: { context: GraphContext }) => context.caller.workspaceId,
    description: 'A run of the workspace whose state or counters changed.',
  })
  async ingestRunUpdated(@Root() news: RunNews, @Ctx() context: GraphContext): Promise<IngestRun> {
    const run = await context.load(runById, news.runId);
    if (!run) throw new Error(`run ${news.runId} was announced and is not there`);
    return run;
  }

  @FieldResolver(() => Source)
  async source(@Root() run: IngestRun, @Ctx() context: GraphContext): Promise<Source> {
    const source = await context.load(sourceById, run.sourceId);
    if (!source) throw new Error(`run ${run.id} names source ${run.sourceId}, which is not there`);
    return source;
  }

  @FieldResolver(() => DateTimeScalar, { description: 'When it began; when it was queued, while it waits.' })
  startedAt(@Root() run: IngestRun): Date {
    return run.startedAt ?? run.queuedAt;
  }
}

function runsOf(session: Session, source: string | null, before: number | null): SelectQueryBuilder<IngestRun> {
  const { workspaceId } = session;
  const query = session.manager.createQueryBuilder(IngestRun, 'run').where('run.workspaceId = :workspaceId', { workspaceId });
  if (before !== null) query.andWhere('run.id < :before', { before });
  if (source) {
    const named = 'SELECT s.id FROM hub.source s WHERE s.workspace_id = :workspaceId AND :source IN (s.id::text, s.key, s.name)';
    query.andWhere(`run.sourceId IN (${named})`, { source });
  }
  return query.orderBy('run.id', 'DESC');
}

function runIdOf(text: string): number {
  const id = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (id >= 0 && id < 2 ** 31) return id;
  throw new GraphQLError(`after: "${text.slice(0, 80)}" is not the id of a run; expected that of the last run of a page`, {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}
