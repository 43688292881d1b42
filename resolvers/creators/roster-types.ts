import { Field, ObjectType } from 'type-graphql';
import { DateTimeScalar, DayScalar, DecimalScalar } from '../../entities/scalars';

/** An account of a creator. */
@ObjectType({ description: 'An account of a creator, and since when it is taken for theirs.', simpleResolvers: true })
export class CreatorAccount {
  @Field(() => String) platform!: string;
  @Field(() => String, { description: 'The id that the platform gives it.' }) account!: string;
  @Field(() => DateTimeScalar) since!: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was given to another creator, or to none.' }) until!: Date | null;
}

/** What a creator asks for. */
@ObjectType({ description: 'What a creator asks for a format, since a day.', simpleResolvers: true })
export class CreatorPrice {
  @Field(() => String) format!: string;
  @Field(() => DayScalar) from!: string;
  @Field(() => DecimalScalar) amount!: string;
  @Field(() => String) currency!: string;
}
