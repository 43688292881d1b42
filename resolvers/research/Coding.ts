import { Field, Float, InputType, Int, ObjectType } from 'type-graphql';
import { Interval } from '../../entities/research/Interval';
import { DateTimeScalar } from '../../entities/scalars';

const MAYBE = { nullable: true } as const;

/** One code of a codebook. */
@ObjectType({ description: 'One code of a codebook.', simpleResolvers: true })
@InputType('CodeInput')
export class CodeEntry {
  @Field(() => String) code!: string;
  @Field(() => String) label!: string;
}

/** A version of a codebook. */
@ObjectType({ description: 'What the codes of an open question mean since one of its saves; never changed.', simpleResolvers: true })
export class Codebook {
  @Field(() => Int) version!: number;
  @Field(() => [CodeEntry]) codes!: readonly CodeEntry[];
  @Field(() => String) savedBy!: string;
  @Field(() => DateTimeScalar) savedAt!: Date;
}

/** The codes that a coder gave one answer. */
@InputType({ description: 'The codes that a coder gave one answer; none where no code fits.' })
export class CodedInput {
  @Field(() => String) wave!: string;
  @Field(() => String) respondent!: string;
  @Field(() => [String]) codes!: string[];
}

/** How often a code was given. */
@ObjectType({ description: 'How often a code was given by the first coder, and how far two agree on it.', simpleResolvers: true })
export class CodeCount {
  @Field(() => String) code!: string;
  @Field(() => String) label!: string;
  @Field(() => Int) n!: number;
  @Field(() => Float, { ...MAYBE, description: 'Of the answers that were coded, weighted.' }) share!: number | null;
  @Field(() => Interval, MAYBE) interval!: Interval | null;
  @Field(() => Float, { ...MAYBE, description: 'Cohen’s kappa of two coders on whether the code fits.' }) kappa!: number | null;
  @Field(() => [String], { description: 'The first three answers with it.' }) verbatims!: readonly string[];
}

/** What came of the coding of an open question. */
@ObjectType({ description: 'What came of the coding of an open question.', simpleResolvers: true })
export class Coding {
  @Field(() => Codebook) codebook!: Codebook;
  @Field(() => [String]) coders!: readonly string[];
  @Field(() => Int) answers!: number;
  @Field(() => Int) coded!: number;
  @Field(() => Int) codedTwice!: number;
  @Field(() => Float, { ...MAYBE, description: 'Krippendorff’s alpha over all coders, all codes of an answer taken as one value.' })
  alpha!: number | null;
  @Field(() => [CodeCount]) codes!: readonly CodeCount[];
}
