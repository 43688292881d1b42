import { Field, ObjectType } from 'type-graphql';
import { DimensionNameEnum } from '../metrics/enums';

/** Keeps what has one of the values. */
@ObjectType({ description: 'Keeps what has one of the values.', simpleResolvers: true })
export class DimensionFilter {
  @Field(() => DimensionNameEnum) dimension!: string;
  @Field(() => [String]) values!: string[];
}
