import { Arg, Query, Resolver } from 'type-graphql';
import { Finding } from '../entities/research/Finding';
import { Permit } from '../src/graph/permit';

/** Findings. None are recorded by this version, and the schema says so. */
@Resolver()
export class ResearchResolver {
  @Permit('viewer')
  @Query(() => [Finding], { description: 'Findings, or those of one goal. This version records none: always empty.' })
  findings(@Arg('goal', () => String, { nullable: true }) _goal: string | null): Finding[] {
    return [];
  }
}
