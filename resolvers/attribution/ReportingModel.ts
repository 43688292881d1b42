import { Field, Float, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../entities/scalars';
import type { ReportingModelName } from '../../src/metrics/attribution/reporting-model';
import { AttributionModel } from '../AttributionModel';

/** The model of the metrics of credits. */
@ObjectType({
  description: 'By which model the metrics conversionsAttributed, revenueAttributed, roasAttributed and cpaAttributed credit orders.',
  simpleResolvers: true,
})
export class ReportingModel {
  @Field(() => AttributionModel) model!: ReportingModelName;
  @Field(() => Int, { description: 'How many days before an order a touch counts.' }) windowDays!: number;
  @Field(() => Float, { description: 'TIME_DECAY: after so many days a touch is worth half.' }) halfLifeDays!: number;
  @Field(() => String, { nullable: true, description: 'Null as long as nobody has chosen.' }) chosenBy!: string | null;
  @Field(() => DateTimeScalar, { nullable: true }) chosenAt!: Date | null;
}
