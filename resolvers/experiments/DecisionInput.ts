import { Field, Float, InputType } from 'type-graphql';
import { DayScalar } from '../../entities/scalars';

/** What is decided on an experiment. */
@InputType({ description: 'What is decided on an experiment.' })
export class DecisionInput {
  @Field(() => String, { description: 'The metric by which it was decided.' }) metric!: string;
  @Field(() => String, { description: 'The variant that was decided on.' }) variant!: string;
  @Field(() => Boolean) shipped!: boolean;
  @Field(() => String) reason!: string;
  @Field(() => DayScalar, { nullable: true, description: 'The first day on which everybody got it; today when absent.' }) shippedOn?:
    | string
    | null;
  @Field(() => String, { nullable: true, description: 'The key of the goal whose metric moves by the lift: its forecast takes it in.' })
  goal?: string | null;
  @Field(() => Float, { defaultValue: 1, description: 'The share of the goal’s metric that the change reaches, above 0 and at most 1.' })
  share!: number;
  @Field(() => Float, {
    nullable: true,
    description: 'How far lifts of such experiments spread; learnt from three earlier decisions on the metric when absent, else 0.3.',
  })
  priorError?: number | null;
}
