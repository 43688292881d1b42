import { Arg, Query, Resolver } from 'type-graphql';
import { Experiment } from '../entities/research/Experiment';
import { Finding } from '../entities/research/Finding';
import { Permit } from '../src/graph/permit';

/** Experiments and findings. None are recorded by this version, and the schema says so. */
@Resolver()
export class ResearchResolver {
  @Permit('viewer')
  @Query(() => Experiment, { nullable: true, description: 'One experiment by its key. This version records none: always null.' })
  experiment(@Arg('key', () => String) _key: string): Experiment | null {
    return null;
  }

  @Permit('viewer')
  @Query(() => [Finding], { description: 'Findings, or those of one goal. This version records none: always empty.' })
  findings(@Arg('goal', () => String, { nullable: true }) _goal: string | null): Finding[] {
    return [];
  }
}
