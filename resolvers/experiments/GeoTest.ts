import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Interval } from '../../entities/research/Interval';
import { DayScalar } from '../../entities/scalars';
import { QueryWarning } from '../metrics/AnswerHead';

const MAYBE = { nullable: true } as const;

/** One region of a geo test. */
@ObjectType({ description: 'One region of a geo test, with its mean a period before and from the start on.', simpleResolvers: true })
export class GeoUnit {
  @Field(() => String) unit!: string;
  @Field(() => Boolean) treated!: boolean;
  @Field(() => Float) before!: number;
  @Field(() => Float) after!: number;
}

/** One period of a geo test. */
@ObjectType({ description: 'One period of a geo test, on its scale.', simpleResolvers: true })
export class GeoPeriod {
  @Field(() => DayScalar) period!: string;
  @Field(() => Float, { description: 'The mean of the treated.' }) treated!: number;
  @Field(() => Float, { ...MAYBE, description: 'What would have become of them, made up from the others.' }) synthetic!: number | null;
  @Field(() => Float, { description: 'The mean of the others.' }) others!: number;
}

/** The difference in differences. */
@ObjectType({
  description: 'How much more the treated changed than the others: Welch’s test of each region’s change.',
  simpleResolvers: true,
})
export class GeoDifference {
  @Field(() => Float) effect!: number;
  @Field(() => Interval) interval!: Interval;
  @Field(() => Float) pValue!: number;
  @Field(() => Int, { description: 'Tests of earlier starts, at which nothing began.' }) placebos!: number;
  @Field(() => Int, { description: 'Those that found something all the same: of many the groups did not run alike.' })
  significantPlacebos!: number;
}

/** How much one region counts in the synthetic control. */
@ObjectType({ description: 'How much one region counts in the synthetic control.', simpleResolvers: true })
export class GeoWeight {
  @Field(() => String) unit!: string;
  @Field(() => Float) weight!: number;
}

/** The synthetic control. */
@ObjectType({
  description: 'The treated against what is made up from the others to run like them before the start.',
  simpleResolvers: true,
})
export class GeoSynthetic {
  @Field(() => Float, { description: 'The mean a period from the start on.' }) effect!: number;
  @Field(() => Interval, { ...MAYBE, description: 'From the others treated in pretence; its level is what so few of them allow.' })
  interval!: Interval | null;
  @Field(() => Float, { ...MAYBE, description: 'The share of regions that stand out as much when treated in pretence.' }) pValue!:
    | number
    | null;
  @Field(() => Float, { description: 'How badly it fits before the start, over the level: a poor fit says nothing later.' })
  errorBefore!: number;
  @Field(() => [GeoWeight]) weights!: readonly GeoWeight[];
}

/** What a geo test found. */
@ObjectType({ description: 'What a test by regions found; null with a reason where a part cannot be computed.', simpleResolvers: true })
export class GeoTest {
  @Field(() => [GeoUnit]) units!: readonly GeoUnit[];
  @Field(() => [GeoPeriod]) periods!: readonly GeoPeriod[];
  @Field(() => GeoDifference, MAYBE) difference!: GeoDifference | null;
  @Field(() => GeoSynthetic, MAYBE) synthetic!: GeoSynthetic | null;
  @Field(() => String, MAYBE) reason!: string | null;
  @Field(() => [QueryWarning]) warnings!: readonly QueryWarning[];
}
