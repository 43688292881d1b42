import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Interval } from '../../entities/research/Interval';

const MAYBE = { nullable: true } as const;

/** What is done with a small base. */
export const SuppressionEnum = { NONE: 'NONE', SMALL: 'SMALL', HIDDEN: 'HIDDEN' } as const;
registerEnumType(SuppressionEnum, {
  name: 'Suppression',
  description: 'SMALL: fewer than 30 answers. HIDDEN: fewer than 5, whose cells are not told.',
});

/** A column of a table. */
@ObjectType({ description: 'A column of a table with its bases; the first is the total.', simpleResolvers: true })
export class CrosstabColumn {
  @Field(() => String, { description: 'Empty of the total.' }) value!: string;
  @Field(() => String, MAYBE) letter!: string | null;
  @Field(() => Int, { description: 'Answers, unweighted.' }) base!: number;
  @Field(() => Float) weightedBase!: number;
  @Field(() => Float, { description: 'Kish’s effective number, over which it is tested.' }) effectiveBase!: number;
  @Field(() => SuppressionEnum) suppression!: keyof typeof SuppressionEnum;
}

/** A cell of a table. */
@ObjectType({ description: 'A cell of a table; null where its column is hidden. Shares are 0 to 1.', simpleResolvers: true })
export class CrosstabCell {
  @Field(() => Int, MAYBE) count!: number | null;
  @Field(() => Float, MAYBE) weightedCount!: number | null;
  @Field(() => Float, MAYBE) columnShare!: number | null;
  @Field(() => Float, MAYBE) rowShare!: number | null;
  @Field(() => Float, MAYBE) totalShare!: number | null;
  @Field(() => Interval, { ...MAYBE, description: 'Of the column share: Wilson’s, over the effective base.' }) interval!: Interval | null;
  @Field(() => Float, { ...MAYBE, description: 'Of the column share, by the design.' }) standardError!: number | null;
  @Field(() => String, { description: 'The letters of the columns whose share is significantly lower (95 %, corrected within the row).' })
  higherThan!: string;
}

/** A row of a table. */
@ObjectType({ description: 'A row of a table.', simpleResolvers: true })
export class CrosstabRow {
  @Field(() => String) value!: string;
  @Field(() => [CrosstabCell]) cells!: readonly CrosstabCell[];
}

/** A table of responses. */
@ObjectType({ description: 'Responses by the answers to two questions.', simpleResolvers: true })
export class Crosstab {
  @Field(() => String) rowQuestion!: string;
  @Field(() => String, MAYBE) columnQuestion!: string | null;
  @Field(() => String, { description: 'Who is counted.' }) base!: string;
  @Field(() => Int, { description: 'Responses that flags left out.' }) leftOut!: number;
  @Field(() => Boolean, { description: 'Whether a response may stand in several rows or columns.' }) several!: boolean;
  @Field(() => [CrosstabColumn]) columns!: readonly CrosstabColumn[];
  @Field(() => [CrosstabRow]) rows!: readonly CrosstabRow[];
}

/** One wave of what is followed. */
@ObjectType({ description: 'One wave, weighted, and its change from the wave before.', simpleResolvers: true })
export class WavePoint {
  @Field(() => String) wave!: string;
  @Field(() => String) sample!: string;
  @Field(() => Float, MAYBE) value!: number | null;
  @Field(() => Int) n!: number;
  @Field(() => Float) effectiveN!: number;
  @Field(() => Interval, MAYBE) interval!: Interval | null;
  @Field(() => Float, MAYBE) change!: number | null;
  @Field(() => Float, { ...MAYBE, description: 'Of two independent samples, over their effective numbers.' }) pValue!: number | null;
  @Field(() => Boolean) significant!: boolean;
  @Field(() => String, MAYBE) warning!: string | null;
}
