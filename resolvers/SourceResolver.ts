import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { In } from 'typeorm';
import { IngestRun } from '../entities/ingestion/IngestRun';
import { Source } from '../entities/ingestion/Source';
import type { Batch, GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import { addDays } from '../src/lib/day';

/** Yesterday is pulled in the course of today, and search platforms take up to three days more to answer for a day in full. */
const STALE_AFTER_DAYS = 4;

const lastRunOf: Batch<number, IngestRun | null> = async (context, sourceIds) => {
  const runs = await context.read(async (session) => {
    const last = await session.query<{ id: number }>(
      `SELECT r.id FROM unnest($1::integer[]) AS s(id)
       CROSS JOIN LATERAL (SELECT id FROM hub.ingest_run WHERE workspace_id = $2 AND source_id = s.id ORDER BY id DESC LIMIT 1) r`,
      [sourceIds, session.workspaceId],
    );
    return session.manager.find(IngestRun, { where: { workspaceId: session.workspaceId, id: In(last.map(({ id }) => id)) } });
  });
  const bySource = new Map(runs.map((run) => [run.sourceId, run]));
  return sourceIds.map((id) => bySource.get(id) ?? null);
};

/** What the hub pulls from, and how fresh it is. */
@Resolver(() => Source)
export class SourceResolver {
  @Permit('viewer')
  @Query(() => [Source], { description: 'What the hub pulls from, and the door through which files come in.' })
  sources(@Ctx() context: GraphContext): Promise<Source[]> {
    const { workspaceId } = context.caller;
    return context.read((session) => session.manager.find(Source, { where: { workspaceId }, order: { key: 'ASC' } }));
  }

  @FieldResolver(() => IngestRun, { nullable: true, description: 'The run that was asked for last.' })
  lastRun(@Root() source: Source, @Ctx() context: GraphContext): Promise<IngestRun | null> {
    return context.load(lastRunOf, source.id);
  }

  @FieldResolver(() => Boolean, {
    description: 'Whether an enabled source that is pulled on a schedule is more than three days behind yesterday.',
  })
  async stale(@Root() source: Source, @Ctx() context: GraphContext): Promise<boolean> {
    if (!source.enabled || source.schedule === '') return false;
    const today = await context.read(async (_session, asker) => asker.today);
    return source.freshTo === null || source.freshTo < addDays(today, -STALE_AFTER_DAYS);
  }
}
