import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import { Cost } from '../src/graph/cost';
import type { GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import { codeAnswers, saveCodebook } from '../src/metrics/research/codebook';
import { answerCoding } from '../src/metrics/research/coding';
import { STATEMENT } from './metrics/query-cost';
import { Codebook, CodedInput, CodeEntry, Coding } from './research/Coding';

/** What people said in their own words, in codes. */
@Resolver()
export class CodingResolver {
  @Permit('viewer')
  @Cost({ own: 2 * STATEMENT })
  @Query(() => Coding, { nullable: true, description: 'The coding of an open question; null when there is no such study or codebook.' })
  coding(
    @Arg('study', () => String) study: string,
    @Arg('question', () => String) question: string,
    @Arg('wave', () => String, { nullable: true, description: 'All waves together when absent.' }) wave: string | null,
    @Arg('version', () => Int, { nullable: true, description: 'Of the codebook; the newest when absent.' }) version: number | null,
    @Ctx() context: GraphContext,
  ): Promise<Coding | null> {
    return context.read((session) => answerCoding(session, { study, question, wave, version }));
  }

  @Permit('analyst')
  @Mutation(() => Codebook, { description: 'Keeps the next version of a codebook; what was coded by earlier ones stays with them.' })
  saveCodebook(
    @Arg('study', () => String) study: string,
    @Arg('question', () => String) question: string,
    @Arg('codes', () => [CodeEntry]) codes: CodeEntry[],
    @Ctx() context: GraphContext,
  ): Promise<Codebook> {
    return context.write((session) => saveCodebook(session, { study, question, codes, savedBy: context.caller.name }));
  }

  @Permit('analyst')
  @Mutation(() => Int, { description: 'Records what a coder made of answers, by the newest codebook; returns how many.' })
  codeAnswers(
    @Arg('study', () => String) study: string,
    @Arg('question', () => String) question: string,
    @Arg('coder', () => String) coder: string,
    @Arg('coded', () => [CodedInput]) coded: CodedInput[],
    @Ctx() context: GraphContext,
  ): Promise<number> {
    return context.write((session) => codeAnswers(session, { study, question, coder, coded }));
  }
}
