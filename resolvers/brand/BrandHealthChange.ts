import { Field, Float, ObjectType } from 'type-graphql';
import { Interval } from '../../entities/research/Interval';

const MAYBE = { nullable: true } as const;

/** What one part of brand health adds to a change. */
@ObjectType({ description: 'What one part of brand health contributed before and after, in points of the index.', simpleResolvers: true })
export class BrandHealthChangePart {
  @Field(() => String) name!: string;
  @Field(() => Float, { ...MAYBE, description: 'Null where the part was not known.' }) before!: number | null;
  @Field(() => Float, { ...MAYBE, description: 'Null where the part was not known.' }) after!: number | null;
  @Field(() => Float, { description: 'A part that is not known contributes 0; its weight is laid on the others.' }) change!: number;
}

/** How brand health changed, and what of. */
@ObjectType({
  description: 'How brand health changed from one range to another, split into its parts: their changes add up to it.',
  simpleResolvers: true,
})
export class BrandHealthChange {
  @Field(() => Float, MAYBE) before!: number | null;
  @Field(() => Float, MAYBE) after!: number | null;
  @Field(() => Float, MAYBE) change!: number | null;
  @Field(() => Interval, { ...MAYBE, description: 'Of the change, as far as its parts come from samples; null when none does.' })
  interval!: Interval | null;
  @Field(() => Boolean, { ...MAYBE, description: 'Whether the interval leaves out 0; null without one.' }) isSignificant!: boolean | null;
  @Field(() => [BrandHealthChangePart]) parts!: BrandHealthChangePart[];
  @Field(() => String) weightsVersion!: string;
}
