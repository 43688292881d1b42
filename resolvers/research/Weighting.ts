import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTimeScalar } from '../../entities/scalars';

/** Why a response is to be read with care. */
export const QualityFlagEnum = {
  SPEEDER: 'SPEEDER',
  STRAIGHT_LINE: 'STRAIGHT_LINE',
  DUPLICATE: 'DUPLICATE',
  ATTENTION: 'ATTENTION',
  GIBBERISH: 'GIBBERISH',
} as const;
registerEnumType(QualityFlagEnum, {
  name: 'QualityFlag',
  description:
    'Why a response is to be read with care: under a third of the median time, a grid rated all alike, a repeated device or repeated answers, a failed attention check, words that are none. Nothing is deleted.',
});

/** One value of a margin. */
@ObjectType({ description: 'One value of a margin, in shares of those who told it.', simpleResolvers: true })
export class MarginReport {
  @Field(() => String) question!: string;
  @Field(() => String) value!: string;
  @Field(() => Int) n!: number;
  @Field(() => Float) target!: number;
  @Field(() => Float) unweighted!: number;
  @Field(() => Float) weighted!: number;
}

/** How a wave was weighed. */
@ObjectType({ description: 'How a wave was weighed to its margins, and what that costs.', simpleResolvers: true })
export class WeightingReport {
  @Field(() => Int) n!: number;
  @Field(() => Int) rounds!: number;
  @Field(() => Boolean) converged!: boolean;
  @Field(() => Float, { description: 'How far the worst margin still is off, as a share of its target: trimmed weights may not meet all.' })
  off!: number;
  @Field(() => Float, { description: 'The least and the greatest weight; their mean is 1.' }) least!: number;
  @Field(() => Float) most!: number;
  @Field(() => Float, { description: 'Kish: by how much variances grow.' }) designEffect!: number;
  @Field(() => Float, { description: 'As many equally weighted answers would tell as much.' }) effectiveN!: number;
  @Field(() => Float) efficiency!: number;
  @Field(() => [MarginReport]) margins!: readonly MarginReport[];
  @Field(() => [String], { description: 'Values with a target and without an answer; they were left out.' }) empty!: readonly string[];
  @Field(() => DateTimeScalar, { nullable: true }) recordedAt?: Date | null;
  @Field(() => String, { nullable: true }) weighedBy?: string | null;
}

/** How many responses have a flag. */
@ObjectType({ description: 'How many responses of a wave have a flag.', simpleResolvers: true })
export class FlagCount {
  @Field(() => QualityFlagEnum) flag!: keyof typeof QualityFlagEnum;
  @Field(() => Int) responses!: number;
  @Field(() => [String], { description: 'The first hundred respondents.' }) respondents!: string[];
}

/** How good the responses of a wave are. */
@ObjectType({ description: 'How good the responses of a wave are.', simpleResolvers: true })
export class WaveQuality {
  @Field(() => Int) responses!: number;
  @Field(() => Int, { description: 'Responses with one flag at least.' }) flagged!: number;
  @Field(() => [FlagCount]) flags!: FlagCount[];
}
