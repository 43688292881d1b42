import { Field, InputType, registerEnumType } from 'type-graphql';
import { EffectScaleEnum } from '../../entities/research/experiment-enums';
import { DayScalar } from '../../entities/scalars';
import { DimensionNameEnum, MetricNameEnum } from '../metrics/enums';
import { FilterInput } from '../metrics/MetricQueryInput';

/** What one period of a geo test is. */
export const GeoGrainEnum = { DAY: 'DAY', WEEK: 'WEEK' } as const;
registerEnumType(GeoGrainEnum, { name: 'GeoGrain', description: 'What one period of a geo test is; only whole weeks count.' });

/** Which regions got something, from which day on, and what it was to move. */
@InputType({ description: 'Which regions got something, from which day on, and what it was to move.' })
export class GeoTestInput {
  @Field(() => MetricNameEnum) metric!: string;
  @Field(() => DimensionNameEnum, { defaultValue: 'REGION', description: 'REGION or MARKET.' }) by!: string;
  @Field(() => [String]) treated!: string[];
  @Field(() => [String], { nullable: true, description: 'All others that there are when absent.' }) controls?: string[] | null;
  @Field(() => DayScalar, { description: 'The first day on which the treated got it.' }) start!: string;
  @Field(() => DayScalar, { description: 'The first day that is compared; well before the start.' }) from!: string;
  @Field(() => DayScalar) to!: string;
  @Field(() => GeoGrainEnum, { defaultValue: 'WEEK' }) grain!: keyof typeof GeoGrainEnum;
  @Field(() => [FilterInput], { defaultValue: [] }) where!: FilterInput[];
  @Field(() => EffectScaleEnum, {
    defaultValue: 'RELATIVE',
    description: 'RELATIVE: each region over its own mean before the start, so that an effect is a lift and no region decides by its size.',
  })
  scale!: keyof typeof EffectScaleEnum;
  @Field(() => String, { nullable: true, description: 'ISO 4217; the reporting currency when absent.' }) currency?: string | null;
}
