import { Field, Float, ObjectType } from 'type-graphql';

/** Units that saw several variants. */
@ObjectType({ description: 'Units that saw several variants; they count in none.', simpleResolvers: true })
export class MultipleExposureCheck {
  @Field(() => Float) units!: number;
  @Field(() => Float) multiple!: number;
  @Field(() => Float) share!: number;
  @Field(() => Boolean, { description: 'False above 1 %, from ten units on: no winner is named then.' }) ok!: boolean;
  @Field(() => String, { nullable: true }) reason!: string | null;
}

/** What a metric was before the experiment. */
@ObjectType({ description: 'What a metric was before the experiment, in one arm against the baseline.', simpleResolvers: true })
export class BeforeCheck {
  @Field(() => String) metric!: string;
  @Field(() => String) variant!: string;
  @Field(() => Float) difference!: number;
  @Field(() => Float) pValue!: number;
  @Field(() => Boolean, { description: 'False below 0.001: the arms were not alike, and no winner is named.' }) ok!: boolean;
}
