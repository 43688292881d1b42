import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import {
  addHighlight,
  highlights,
  interviewOf,
  interviews,
  recordInterview,
  redactInterview,
  withdrawConsent,
} from '../src/metrics/research/interviews';
import { Highlight, Interview, InterviewInput } from './research/Interview';

/** Interviews, as far as people let us keep them; analysts and above read them. */
@Resolver(() => Interview)
export class InterviewResolver {
  @Permit('analyst')
  @Query(() => [Interview], { description: 'The interviews, the newest first.' })
  interviews(@Ctx() context: GraphContext): Promise<Interview[]> {
    return context.read(interviews);
  }

  @Permit('analyst')
  @Query(() => Interview, { nullable: true, description: 'One interview; null when there is none of the key.' })
  interview(@Arg('key', () => String) key: string, @Ctx() context: GraphContext): Promise<Interview | null> {
    return context.read((session) => interviewOf(session, key));
  }

  @Permit('analyst')
  @Query(() => [Highlight], { description: 'Highlights of all interviews, those with a tag when it is named.' })
  highlights(@Arg('tag', () => String, { nullable: true }) tag: string | null, @Ctx() context: GraphContext): Promise<Highlight[]> {
    return context.read((session) => highlights(session, { tag }));
  }

  @Permit('analyst')
  @Mutation(() => Interview, { description: 'Keeps an interview; refused without consent.' })
  recordInterview(@Arg('interview', () => InterviewInput) interview: InterviewInput, @Ctx() context: GraphContext): Promise<Interview> {
    return context.write((session) => recordInterview(session, interview));
  }

  @Permit('analyst')
  @Mutation(() => Highlight, { description: 'Marks words that stand in a turn.' })
  addHighlight(
    @Arg('interview', () => String) interview: string,
    @Arg('turn', () => Int, { description: 'From 0.' }) turn: number,
    @Arg('quote', () => String) quote: string,
    @Arg('tags', () => [String]) tags: string[],
    @Ctx() context: GraphContext,
  ): Promise<Highlight> {
    return context.write((session) => addHighlight(session, { interview, turn, quote, tags, madeBy: context.caller.name }));
  }

  @Permit('analyst')
  @Mutation(() => Int, { description: 'Makes words unreadable for good, in turns and highlights; returns in how many places.' })
  async redactInterview(
    @Arg('key', () => String) key: string,
    @Arg('words', () => [String]) words: string[],
    @Ctx() context: GraphContext,
  ): Promise<number> {
    return (await context.write((session) => redactInterview(session, key, words))).places;
  }

  @Permit('analyst')
  @Mutation(() => Interview, { description: 'Takes an interview’s words away for good.' })
  withdrawConsent(@Arg('key', () => String) key: string, @Ctx() context: GraphContext): Promise<Interview> {
    return context.write((session) => withdrawConsent(session, key));
  }

  @FieldResolver(() => [Highlight], { name: 'highlights' })
  highlightsOf(@Root() { key }: Interview, @Ctx() context: GraphContext): Promise<Highlight[]> {
    return context.read((session) => highlights(session, { interview: key }));
  }
}
