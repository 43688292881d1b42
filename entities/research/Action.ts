import { Field, Float, ID, ObjectType, registerEnumType } from 'type-graphql';
import { DayScalar } from '../scalars';

/** What an action changes. */
export enum ActionKind {
  STRATEGY = 'STRATEGY',
  PRODUCT = 'PRODUCT',
  SERVICE = 'SERVICE',
  TRAINING = 'TRAINING',
  CHANNEL = 'CHANNEL',
}
registerEnumType(ActionKind, { name: 'ActionKind', description: 'What an action changes.' });

/** What is done because of a finding, and what came of it. */
@ObjectType({ description: 'What is done because of a finding, and what came of it.', simpleResolvers: true })
export class Action {
  @Field(() => ID) id!: number;
  @Field(() => ActionKind) kind!: keyof typeof ActionKind;
  @Field(() => String) title!: string;
  @Field(() => String, { nullable: true }) owner!: string | null;
  @Field(() => DayScalar, { nullable: true }) due!: string | null;
  @Field(() => Float, { nullable: true, description: 'By which share its metric is to rise: 0.05 is a twentieth.' }) expectedEffect!:
    | number
    | null;
  @Field(() => DayScalar, { nullable: true }) doneOn!: string | null;
}
