import { Field, ID, ObjectType } from 'type-graphql';
import { DayScalar } from '../../entities/scalars';

/** An experiment in a list. */
@ObjectType({ description: 'An experiment in a list; `experiment(key)` tells the rest.', simpleResolvers: true })
export class ExperimentOutline {
  @Field(() => ID) id!: string;
  @Field(() => String) key!: string;
  @Field(() => String) name!: string;
  @Field(() => DayScalar, { description: 'The last day that anything was told of.' }) day!: string;
}
