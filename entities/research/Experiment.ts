import { Field, Float, ID, ObjectType } from 'type-graphql';
import { Goal } from '../plan/Goal';
import { ExperimentResult } from './ExperimentResult';

/** One arm of an experiment. */
@ObjectType({ description: 'One arm of an experiment.', simpleResolvers: true })
export class Variant {
  @Field(() => String) key!: string;
  @Field(() => String) name!: string;
  @Field(() => Float) weight!: number;
  @Field(() => Float) users!: number;
}

/** Whether users were split as the weights say. */
@ObjectType({ description: 'Whether users were split as the weights say; if not, no result is to be believed.', simpleResolvers: true })
export class SampleRatioCheck {
  @Field(() => Float, { nullable: true }) pValue!: number | null;
  @Field(() => Boolean) ok!: boolean;
  @Field(() => String, { nullable: true }) reason!: string | null;
}

/** A comparison of variants on users split by chance. */
@ObjectType({ description: 'A comparison of variants on users split by chance.', simpleResolvers: true })
export class Experiment {
  @Field(() => ID) id!: string;
  @Field(() => String) key!: string;
  @Field(() => String) name!: string;
  @Field(() => [Goal]) goals!: Goal[];
  @Field(() => [Variant]) variants!: Variant[];
  @Field(() => [ExperimentResult]) results!: ExperimentResult[];
  @Field(() => SampleRatioCheck) sampleRatio!: SampleRatioCheck;
}
