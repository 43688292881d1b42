import { Field, Float, ObjectType } from 'type-graphql';
import type { MetricAnomaly } from '../../src/metrics/question';
import { AnomalyDirectionEnum, AnomalyReasonEnum } from './enums';

/** How unusual a number of a day or a week is. */
@ObjectType({
  description: 'How unusual a number of a day or a week is, by the same weekdays, or the weeks, of the eight weeks before.',
  simpleResolvers: true,
})
export class Anomaly {
  @Field(() => Float, { nullable: true, description: 'Robust deviations above what was expected; null where it was not judged.' })
  score!: number | null;
  @Field(() => Float, { nullable: true, description: 'The median of the same weekdays before.' }) expected!: number | null;
  @Field(() => Float, { nullable: true, description: 'Between low and high nothing is unusual.' }) low!: number | null;
  @Field(() => Float, { nullable: true }) high!: number | null;
  @Field(() => AnomalyDirectionEnum, { nullable: true, description: 'Where it is worth a word.' }) direction!: MetricAnomaly['direction'];
  @Field(() => AnomalyReasonEnum, { nullable: true, description: 'Why it was not judged, or is not told.' })
  reason!: MetricAnomaly['reason'];
}
