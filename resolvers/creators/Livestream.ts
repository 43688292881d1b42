import { Field, ObjectType } from 'type-graphql';
import { DateTimeScalar, DayScalar } from '../../entities/scalars';

const KNOWN = { nullable: true } as const;

/** One selling livestream as it was told: a row of the facts, and no sum of them. */
@ObjectType({ description: 'One selling livestream in a list. Null is what its source does not tell.', simpleResolvers: true })
export class Livestream {
  @Field(() => String) platform!: string;
  @Field(() => String, { description: 'The id that the platform gives it: hand both to `liveSession`.' }) session!: string;
  @Field(() => DayScalar, { description: 'On which it began.' }) day!: string;
  @Field(() => DateTimeScalar, KNOWN) startedAt!: Date | null;
  @Field(() => DateTimeScalar, KNOWN) endedAt!: Date | null;
  @Field(() => String, KNOWN) title!: string | null;
  @Field(() => String, { ...KNOWN, description: 'The account that held it.' }) creator!: string | null;
  @Field(() => String, KNOWN) creatorName!: string | null;
  @Field(() => String, { ...KNOWN, description: 'The currency that its money came in.' }) currency!: string | null;
  readonly brandId!: number;
}
