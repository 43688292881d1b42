import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { SavedQuery } from '../entities/research/SavedQuery';
import { SavedQueryVersion } from '../entities/research/SavedQueryVersion';
import { type ArgumentPath, Cost } from '../src/graph/cost';
import type { Batch, GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import { answer } from '../src/metrics/answer';
import { check } from '../src/metrics/asked';
import type { Answer } from '../src/metrics/question';
import {
  deleteSavedQuery,
  renameSavedQuery,
  savedQueries,
  savedQuery,
  saveQuery,
  versionOf,
  versionsOf,
} from '../src/metrics/saved-queries';
import { goalTargets } from '../src/plan/goal-target-reader';
import { MetricQueryInput, questionOf, RangeInput, rangeOf } from './metrics/MetricQueryInput';
import { MetricResult } from './metrics/MetricResult';
import { DEAREST } from './metrics/query-cost';
import { keptQuery, savedQuestion } from './metrics/saved-question';

const DEFAULT_PAGE = 100;
/** A statement of its own for each saved query. */
const STATEMENT_EACH = 20;
/** What a row may hold is known only when the saved question has been read. */
const CELLS_A_ROW = 4;
const NEWEST = 'The newest when absent.';

/** By `<id of the saved query> <version>`, together for a whole list. */
const versions: Batch<string, SavedQueryVersion | null> = (context, keys) => {
  const wanted = keys.map((key) => key.split(' ').map(Number) as [number, number]);
  return context.read(async ({ manager, workspaceId }) => {
    const where = wanted.map(([savedQueryId, version]) => ({ workspaceId, savedQueryId, version }));
    const found = new Map((await manager.find(SavedQueryVersion, { where })).map((each) => [`${each.savedQueryId} ${each.version}`, each]));
    return keys.map((key) => found.get(key) ?? null);
  });
};

/** Questions that people keep: each save is a version, each version can be asked for. */
@Resolver(() => SavedQuery)
export class SavedQueryResolver {
  @Permit('viewer')
  @Query(() => [SavedQuery], { description: 'The questions that are kept, by key.' })
  savedQueries(@Ctx() context: GraphContext): Promise<SavedQuery[]> {
    return context.read(savedQueries);
  }

  @Permit('viewer')
  @Query(() => SavedQuery, { nullable: true, description: 'One question that is kept; null when there is none of the key.' })
  savedQuery(@Arg('key', () => String) key: string, @Ctx() context: GraphContext): Promise<SavedQuery | null> {
    return context.read((session) => savedQuery(session, key));
  }

  @Permit('viewer')
  @Cost({ own: ([values]: ArgumentPath) => DEAREST + CELLS_A_ROW * Number(values?.first ?? DEFAULT_PAGE) })
  @Query(() => MetricResult, {
    nullable: true,
    description: 'What a saved question is answered with now; null when there is no such version.',
  })
  savedMetrics(
    @Arg('key', () => String) key: string,
    @Arg('version', () => Int, { nullable: true, description: NEWEST }) version: number | null,
    @Arg('range', () => RangeInput, { nullable: true, description: 'Instead of the saved one.' }) range: RangeInput | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: DEFAULT_PAGE }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: GraphContext,
  ): Promise<Answer | null> {
    return context.read(async (session, asker) => {
      const saved = await savedQuery(session, key);
      const found = saved && (await versionOf(session, saved, version ?? undefined));
      if (!found) return null;
      const page = { first: first ?? DEFAULT_PAGE, ...(after ? { after } : {}), ...(range ? { range: rangeOf(range) } : {}) };
      return answer(session, { ...savedQuestion(found), ...page }, asker, { targets: goalTargets });
    });
  }

  @Permit('analyst')
  @Mutation(() => SavedQuery, { description: 'Keeps a question under a key: the first version, or the next one.' })
  saveQuery(
    @Arg('key', () => String, { description: 'a to z, 0 to 9 and -; it never changes.' }) key: string,
    @Arg('query', () => MetricQueryInput) query: MetricQueryInput,
    @Arg('name', () => String, { nullable: true, description: 'What people call it; its name so far, or its key, when absent.' })
    name: string | null,
    @Ctx() context: GraphContext,
  ): Promise<SavedQuery> {
    return context.write((session, asker) => {
      check(questionOf(query), asker);
      return saveQuery(session, { key, name: name ?? undefined, query: keptQuery(query), savedBy: context.caller.name });
    });
  }

  @Permit('analyst')
  @Mutation(() => SavedQuery, { nullable: true, description: 'Calls a saved query otherwise; its key stays. Null when there is none.' })
  renameSavedQuery(
    @Arg('key', () => String) key: string,
    @Arg('name', () => String) name: string,
    @Ctx() context: GraphContext,
  ): Promise<SavedQuery | null> {
    return context.write((session) => renameSavedQuery(session, key, name));
  }

  @Permit('analyst')
  @Mutation(() => Boolean, {
    description: 'Takes a saved query out of the lists. Saving its key again brings its versions back. False when there is none.',
  })
  deleteSavedQuery(@Arg('key', () => String) key: string, @Ctx() context: GraphContext): Promise<boolean> {
    return context.write((session) => deleteSavedQuery(session, key));
  }

  @FieldResolver(() => SavedQueryVersion, { nullable: true, description: 'One version; null when there is none of the number.' })
  version(
    @Root() saved: SavedQuery,
    @Arg('number', () => Int, { nullable: true, description: NEWEST }) number: number | null,
    @Ctx() context: GraphContext,
  ): Promise<SavedQueryVersion | null> {
    return context.load(versions, `${saved.id} ${number ?? saved.latestVersion}`);
  }

  @Cost({ own: STATEMENT_EACH })
  @FieldResolver(() => [SavedQueryVersion], { description: 'Every version, the newest first.' })
  versions(@Root() saved: SavedQuery, @Ctx() context: GraphContext): Promise<SavedQueryVersion[]> {
    return context.read((session) => versionsOf(session, saved));
  }
}

/** What a version asks, as text. */
@Resolver(() => SavedQueryVersion)
export class SavedQueryVersionResolver {
  @FieldResolver(() => Int)
  version(@Root() { version }: SavedQueryVersion): number {
    return version;
  }

  @FieldResolver(() => String, { description: 'The MetricQueryInput, as JSON: fit for a variable, or for /export.' })
  query(@Root() { query }: SavedQueryVersion): string {
    return JSON.stringify(query);
  }
}
