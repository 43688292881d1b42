import { Field, ObjectType } from 'type-graphql';
import type { Dimension } from '../../src/metrics/question';
import { DimensionNameEnum } from './enums';

/** One value of a dimension. */
@ObjectType({ description: 'One value of a dimension: the key to filter by, and the label to show.', simpleResolvers: true })
export class DimensionValue {
  @Field(() => DimensionNameEnum) dimension!: Dimension;
  @Field(() => String) key!: string;
  @Field(() => String) label!: string;
}
