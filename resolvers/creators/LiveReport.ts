import { Field, ObjectType } from 'type-graphql';
import { DayScalar } from '../../entities/scalars';
import { MetricValue } from '../metrics/MetricValue';
import { FunnelStep } from './FunnelStep';

const MAYBE = { nullable: true } as const;

/** One selling livestream. */
@ObjectType({ description: 'One selling livestream: who held it, its funnel, and its money, in its own currency.', simpleResolvers: true })
export class LiveReport {
  @Field(() => String) platform!: string;
  @Field(() => String, { description: 'The id that the platform gives it.' }) session!: string;
  @Field(() => DayScalar, { description: 'On which it began.' }) day!: string;
  @Field(() => String, MAYBE) title!: string | null;
  @Field(() => String, { ...MAYBE, description: 'The account that held it.' }) creator!: string | null;
  @Field(() => String, MAYBE) creatorName!: string | null;
  @Field(() => [FunnelStep]) funnel!: readonly FunnelStep[];
  @Field(() => MetricValue, { description: 'Paid in the stream.' }) inLive!: MetricValue;
  @Field(() => MetricValue, { description: 'Paid in the seven days after it for what was shown in it; not part of `inLive`.' })
  afterLive!: MetricValue;
  @Field(() => MetricValue, { description: 'Paid in the stream, net of refunds.' }) net!: MetricValue;
  @Field(() => MetricValue) refundRate!: MetricValue;
  @Field(() => MetricValue) settled!: MetricValue;
  @Field(() => MetricValue) cost!: MetricValue;
  @Field(() => MetricValue, { description: 'Before refunds.' }) roasGross!: MetricValue;
  @Field(() => MetricValue, { description: 'Net of refunds and goods.' }) roiNet!: MetricValue;
  @Field(() => MetricValue, { description: 'What the minutes of the stream add up to: `inLive`, where the platform tells both.' })
  minutes!: MetricValue;
}
