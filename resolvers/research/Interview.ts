import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTimeScalar, DayScalar } from '../../entities/scalars';

/** What a person allowed. */
export const ConsentEnum = { INTERNAL: 'INTERNAL', QUOTE: 'QUOTE', WITHDRAWN: 'WITHDRAWN' } as const;
registerEnumType(ConsentEnum, {
  name: 'Consent',
  description: 'INTERNAL: to be read here. QUOTE: to be quoted. WITHDRAWN: the words are gone.',
});

/** What somebody said without a break. */
@ObjectType({ description: 'What somebody said without a break.', simpleResolvers: true })
@InputType('TurnInput')
export class Turn {
  @Field(() => String) speaker!: string;
  @Field(() => String) text!: string;
}

/** Words that say something. */
@ObjectType({ description: 'Words of an interview that say something; they go when the interview’s go.', simpleResolvers: true })
export class Highlight {
  @Field(() => ID) id!: number;
  @Field(() => String) interview!: string;
  @Field(() => String) speaker!: string;
  @Field(() => String) quote!: string;
  @Field(() => Int) turn!: number;
  @Field(() => [String]) tags!: readonly string[];
  @Field(() => String) madeBy!: string;
  @Field(() => Boolean, { description: 'Whether it may be shown outside.' }) quotable!: boolean;
}

/** A talk with somebody. */
@ObjectType({ description: 'A talk with somebody.' })
export class Interview {
  @Field(() => ID) id!: number;
  @Field(() => String) key!: string;
  @Field(() => String) title!: string;
  @Field(() => DayScalar) heldOn!: string;
  @Field(() => ConsentEnum) consent!: keyof typeof ConsentEnum;
  @Field(() => [Turn]) turns!: readonly Turn[];
  @Field(() => DateTimeScalar, { nullable: true, description: 'When words were last made unreadable.' }) redactedAt!: Date | null;
}

/** An interview to be kept. */
@InputType({ description: 'An interview to be kept.' })
export class InterviewInput {
  @Field(() => String) key!: string;
  @Field(() => String) title!: string;
  @Field(() => DayScalar) heldOn!: string;
  @Field(() => ConsentEnum) consent!: keyof typeof ConsentEnum;
  @Field(() => [Turn]) turns!: Turn[];
}
