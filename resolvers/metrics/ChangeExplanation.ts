import { Field, Float, ObjectType } from 'type-graphql';
import { Cost } from '../../src/graph/cost';
import type { MetricName } from '../../src/metrics/question';
import { DimensionValue } from './DimensionValue';
import { MetricNameEnum } from './enums';

/** What one value of the dimension did to the whole. */
@ObjectType({ description: 'What one value of the dimension did to the whole.', simpleResolvers: true })
export class ChangePart {
  @Field(() => String) label!: string;
  @Field(() => DimensionValue, { nullable: true, description: 'Null for what overlaps between the values.' })
  dimension!: DimensionValue | null;
  @Field(() => Float, { description: 'By doing better itself.' }) rate!: number;
  @Field(() => Float, { description: 'By its weight among the others.' }) mix!: number;
  @Field(() => Float, { description: 'By its amount.' }) volume!: number;
  @Field(() => Float) total!: number;
}

/** A change taken apart. */
@ObjectType({ description: 'A change taken apart: the parts’ totals, restated and fx add up to the change.', simpleResolvers: true })
export class ChangeExplanation {
  @Field(() => MetricNameEnum) metric!: MetricName;
  @Field(() => Float, { nullable: true }) from!: number | null;
  @Field(() => Float, { nullable: true }) to!: number | null;
  @Field(() => Float, { nullable: true }) change!: number | null;

  @Cost({ items: () => 100 })
  @Field(() => [ChangePart])
  parts!: ChangePart[];

  @Field(() => Float, { description: 'What came of corrections to the earlier range since it was looked at.' }) restated!: number;
  @Field(() => Float, { description: 'What came of exchange rates.' }) fx!: number;
}
