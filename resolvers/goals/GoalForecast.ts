import { Field, Float, ObjectType } from 'type-graphql';
import { Interval } from '../../entities/research/Interval';
import { DayScalar } from '../../entities/scalars';

/** What an experiment adds to a forecast. */
@ObjectType({ description: 'What an experiment that was shipped adds to a forecast.', simpleResolvers: true })
export class ForecastEffect {
  @Field(() => String, { description: 'The experiment’s key.' }) experiment!: string;
  @Field(() => Float, { description: 'In the goal’s unit; part of the forecast’s value.' }) amount!: number;
  @Field(() => Float, { description: 'The lift that was expected when it was decided, drawn towards 0.' }) lift!: number;
  @Field(() => DayScalar) shippedOn!: string;
}

/** Where a goal is heading. */
@ObjectType({ description: 'The value to be expected at the goal’s end.', simpleResolvers: true })
export class GoalForecast {
  @Field(() => Float, { nullable: true }) value!: number | null;
  @Field(() => Interval, {
    nullable: true,
    description: 'From what the methods missed when they forecast the goal’s own past over as many days.',
  })
  interval!: Interval | null;
  @Field(() => Float, { nullable: true, description: 'The chance that the goal is met, 0 to 1.' }) probabilityToHit!: number | null;
  @Field(() => String) method!: string;
  @Field(() => String, { nullable: true, description: 'Why there is no value or no interval.' }) reason!: string | null;
  @Field(() => [ForecastEffect], { nullable: true, description: 'Experiments whose decision names the goal; null without any.' })
  effects?: readonly ForecastEffect[];
}
