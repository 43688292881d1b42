import { Field, Float, ObjectType } from 'type-graphql';
import { Interval } from '../../entities/research/Interval';
import { MetricValue } from '../metrics/MetricValue';

const MAYBE = { nullable: true } as const;

/** One part of brand health. */
@ObjectType({
  description: 'One part of brand health: its score from 0 to 100 and its weight among those that are known.',
  simpleResolvers: true,
})
export class BrandComponent {
  @Field(() => String) name!: string;
  @Field(() => Float, MAYBE) score!: number | null;
  @Field(() => Float) weight!: number;
  @Field(() => Float, MAYBE) contribution!: number | null;
  @Field(() => Float, { ...MAYBE, description: 'How many answers it rests on.' }) n!: number | null;
  @Field(() => Interval, { ...MAYBE, description: 'Of the contribution, where it comes from a sample.' }) interval!: Interval | null;
}

/** How a brand stands, and what it is made of. */
@ObjectType({
  description: 'How a brand stands, and what it is made of. Unknown parts are left out and named by a null score.',
  simpleResolvers: true,
})
export class BrandHealth {
  @Field(() => Float, MAYBE) score!: number | null;
  @Field(() => [BrandComponent]) components!: BrandComponent[];
  @Field(() => String) weightsVersion!: string;
  @Field(() => MetricValue, MAYBE) awareness!: MetricValue | null;
  @Field(() => MetricValue, MAYBE) reputation!: MetricValue | null;
  @Field(() => MetricValue, MAYBE) netSentiment!: MetricValue | null;
  @Field(() => MetricValue, MAYBE) shareOfVoice!: MetricValue | null;
  @Field(() => MetricValue, MAYBE) nps!: MetricValue | null;
}
