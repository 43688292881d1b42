import { Field, Float, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../entities/scalars';

/** One row of a fact with the raw record that said it. */
@ObjectType({ description: 'One row of a fact with the raw record that said it.', simpleResolvers: true })
export class LineageRecord {
  @Field(() => String, { description: 'The key of the source that said it.' }) sourceKey!: string;
  @Field(() => DateTimeScalar, { description: 'When the row was first recorded.' }) recordedAt!: Date;
  @Field(() => String, { description: 'The record’s JSON text as the source sent it; empty when it is no longer kept.' }) raw!: string;
  @Field(() => Boolean, { description: 'The record’s content is gone, as the post that it showed was deleted.' }) redacted!: boolean;
  @Field(() => String, { description: 'The row’s columns as they were known then, as JSON text.' }) values!: string;
  /** Null when the page is no longer kept. */
  runId!: number | null;
}

/** What a shown number was made of. */
@ObjectType({ description: 'What a shown number was made of.', simpleResolvers: true })
export class Lineage {
  @Field(() => Float, { nullable: true, description: 'As it was shown.' }) value!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: 'Computed again from the rows as they were known then: equal to value, or the hub is wrong.',
  })
  recomputed!: number | null;
  @Field(() => Int, { description: 'How many rows of facts it was computed from.' }) factRows!: number;
  /** The shown number's id, to read more of its records. */
  cell!: string;
  metric!: string;
  runIds!: readonly number[];
}
