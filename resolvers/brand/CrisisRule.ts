import { Field, Float, InputType, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../entities/scalars';
import type { CrisisRuleVersion } from '../../src/metrics/crisis/rule-versions';

const MAYBE = { nullable: true } as const;

/** A version of the rule by which talk is a crisis. */
@ObjectType({ description: 'A version of the rule by which talk about a brand is a crisis.', simpleResolvers: true })
export class CrisisRule {
  @Field(() => String) version!: string;
  @Field(() => String) why!: string;
  @Field(() => String, { ...MAYBE, description: 'Null of the shipped one.' }) setBy!: string | null;
  @Field(() => DateTimeScalar, MAYBE) setAt!: Date | null;
  @Field(() => Int, { description: 'So many weeks of the same weekday are what a day is held against.' }) weeks!: number;
  @Field(() => Int, { description: 'So many of them must be known.' }) fewestWeeks!: number;
  @Field(() => Float, { description: 'So many robust deviations above what was expected make a spike.' }) spikeFrom!: number;
  @Field(() => Float, { description: 'And so many deviations of a Poisson count.' }) chanceFrom!: number;
  @Field(() => Int, { description: 'Fewer mentions in a day are no spike, however unusual.' }) leastMentions!: number;
  @Field(() => Float, { description: 'Nor is a rise of less than this share of what was expected.' }) leastChange!: number;
  @Field(() => Float, { description: 'The share of negative mentions from which a spike is watched.' }) watchShare!: number;
  @Field(() => Float, { description: 'The share from which it is bad news.' }) alertShare!: number;
  @Field(() => Int, { description: 'Views and engagements of the day from which bad news has reached people.' }) leastReach!: number;
  @Field(() => Int, { description: 'So many days of bad news make a crisis.' }) crisisDays!: number;
  @Field(() => Float, { description: 'Or one so many times as far out as a spike.' }) crisisTimes!: number;
  @Field(() => Float, { description: 'A day is calm below so many deviations.' }) calmBelow!: number;
  @Field(() => Float, { description: 'Or below this share of negative mentions.' }) calmShare!: number;
  @Field(() => Int, { description: 'After so many calm days a crisis is over.' }) calmDays!: number;
  @Field(() => Int, { description: 'One that flares up within so many days of its end is the same.' }) silenceDays!: number;
}

/** The numbers of the rule that a workspace may set. */
@InputType({ description: 'Numbers of the rule by which talk is a crisis; those that are left out stay.' })
export class CrisisRuleInput {
  @Field(() => Float, MAYBE) spikeFrom?: number | null;
  @Field(() => Float, MAYBE) chanceFrom?: number | null;
  @Field(() => Int, MAYBE) leastMentions?: number | null;
  @Field(() => Float, MAYBE) leastChange?: number | null;
  @Field(() => Float, MAYBE) watchShare?: number | null;
  @Field(() => Float, MAYBE) alertShare?: number | null;
  @Field(() => Int, MAYBE) leastReach?: number | null;
  @Field(() => Int, MAYBE) crisisDays?: number | null;
  @Field(() => Float, MAYBE) crisisTimes?: number | null;
  @Field(() => Float, MAYBE) calmBelow?: number | null;
  @Field(() => Float, MAYBE) calmShare?: number | null;
  @Field(() => Int, MAYBE) calmDays?: number | null;
  @Field(() => Int, MAYBE) silenceDays?: number | null;
}

/** A version as the graph shows it. */
export function crisisRuleOf({ rule, ...told }: CrisisRuleVersion): CrisisRule {
  return { ...rule, ...told };
}
