import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { DayScalar } from '../entities/scalars';
import type { GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import { competitorMatrix, recordCompetitorFact } from '../src/metrics/research/competitor-facts';
import { CompetitorCell, CompetitorFact, CompetitorFactInput } from './research/CompetitorFact';

/** What is known of competitors. */
@Resolver()
export class CompetitorResolver {
  @Permit('viewer')
  @Query(() => [CompetitorCell], { description: 'What was known of competitors at a day, by brand and kind.' })
  competitorMatrix(
    @Arg('on', () => DayScalar, { nullable: true, description: 'Today when absent.' }) on: string | null,
    @Arg('brands', () => [String], { nullable: true }) brands: string[] | null,
    @Ctx() context: GraphContext,
  ): Promise<CompetitorCell[]> {
    return context.read((session, asker) => competitorMatrix(session, on ?? asker.today, brands));
  }

  @Permit('analyst')
  @Mutation(() => CompetitorFact, { description: 'Records an observation with its source, its day, how sure it is, and when it expires.' })
  recordCompetitorFact(
    @Arg('fact', () => CompetitorFactInput) fact: CompetitorFactInput,
    @Ctx() context: GraphContext,
  ): Promise<CompetitorFact> {
    return context.write((session) => recordCompetitorFact(session, { ...fact, recordedBy: context.caller.name }));
  }
}
