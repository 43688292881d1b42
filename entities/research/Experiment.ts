import { Field, Float, ID, ObjectType } from 'type-graphql';
import { Goal } from '../plan/Goal';
import { DayScalar } from '../scalars';
import { ExperimentResult } from './ExperimentResult';

/** One arm of an experiment. */
@ObjectType({ description: 'One arm of an experiment.', simpleResolvers: true })
export class Variant {
  @Field(() => String) key!: string;
  @Field(() => String) name!: string;
  @Field(() => Float, { description: 'The planned share of the users, 0 to 1; 0 where it is not told, which the sample-ratio check says.' })
  weight!: number;
  @Field(() => Float, { description: 'Users by the experiment’s last day.' }) users!: number;
}

/** Whether users were split as the weights say. */
@ObjectType({ description: 'Whether users were split as the weights say; if not, no result is to be believed.', simpleResolvers: true })
export class SampleRatioCheck {
  @Field(() => Float, { nullable: true }) pValue!: number | null;
  @Field(() => Boolean, { description: 'False also where the split cannot be checked.' }) ok!: boolean;
  @Field(() => Float, {
    nullable: true,
    description: 'Of the arm furthest off, as a share of its expected users: among very many users a small one is significant.',
  })
  largestDeviation!: number | null;
  @Field(() => String, { nullable: true }) reason!: string | null;
}

/** A comparison of variants on users split by chance. */
@ObjectType({ description: 'A comparison of variants on users split by chance.', simpleResolvers: true })
export class Experiment {
  @Field(() => ID) id!: string;
  @Field(() => String) key!: string;
  @Field(() => String) name!: string;
  @Field(() => String, { description: 'The phase that is told of, the latest; empty where there is but one.' }) phase!: string;
  @Field(() => DayScalar, { description: 'The last day that is counted.' }) day!: string;
  @Field(() => [Goal]) goals!: Goal[];
  @Field(() => [Variant]) variants!: Variant[];
  @Field(() => [ExperimentResult]) results!: ExperimentResult[];
  @Field(() => SampleRatioCheck) sampleRatio!: SampleRatioCheck;
}
