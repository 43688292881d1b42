import { Field, Float, ObjectType } from 'type-graphql';
import { DateTimeScalar, DayScalar } from '../../entities/scalars';

/** What a goal aimed at from an instant on. */
@ObjectType({ description: 'What a goal aimed at from an instant on.', simpleResolvers: true })
export class GoalTargetVersion {
  @Field(() => DateTimeScalar) recordedAt!: Date;
  @Field(() => String) reason!: string;
  @Field(() => DayScalar) start!: string;
  @Field(() => DayScalar) end!: string;
  @Field(() => Float) target!: number;
}
