import { Field, Float, ObjectType, registerEnumType } from 'type-graphql';
import { DayScalar } from '../../entities/scalars';
import { type ArgumentPath, Cost } from '../../src/graph/cost';

const OPTIONAL = { nullable: true } as const;

export const BudgetEndEnum = { LOW: 'LOW', HIGH: 'HIGH' } as const;
registerEnumType(BudgetEndEnum, { name: 'BudgetEnd', description: 'The bound that a channel’s budget stands at.' });

/** A channel of a budget. */
@ObjectType({ description: 'What a channel is given a week, and why not more or less.', simpleResolvers: true })
export class BudgetChannel {
  @Field(() => String) label!: string;
  @Field(() => Float) now!: number;
  @Field(() => Float) spend!: number;
  @Field(() => Float) responseNow!: number;
  @Field(() => Float) response!: number;
  @Field(() => Float) marginal!: number;
  @Field(() => BudgetEndEnum, OPTIONAL) bound!: keyof typeof BudgetEndEnum | null;
  @Field(() => String) reason!: string;
}

/** How many weeks the budget around a field plans. */
function plannedWeeks(path: ArgumentPath): number {
  const budget = path.map(({ budget }) => budget).find((each) => each != null) as { weeks?: number | null } | undefined;
  return budget?.weeks ?? 1;
}

/** A region of a budget. */
@ObjectType({ description: 'What a region is given a week, by channel.', simpleResolvers: true })
export class BudgetRegion {
  @Field(() => String) key!: string;
  @Field(() => String) label!: string;
  @Field(() => Float) spend!: number;
  @Field(() => Float) response!: number;
  @Field(() => Float) responseNow!: number;
  @Field(() => Float, {
    ...OPTIONAL,
    description: 'What the next unit brings where it brings the most; null where all stand at their upper bounds.',
  })
  marginal!: number | null;
  @Cost({ items: () => 2 })
  @Field(() => [BudgetChannel])
  channels!: BudgetChannel[];
}

/** A week of a budget. */
@ObjectType({ description: 'A week of a plan: what each channel is given in it, and what that brings in it.', simpleResolvers: true })
export class BudgetWeek {
  @Field(() => DayScalar) week!: string;
  @Cost({ items: () => 2 })
  @Field(() => [BudgetChannel])
  channels!: BudgetChannel[];
  @Cost({ items: () => 10 })
  @Field(() => [BudgetRegion], { description: 'None unless the budget is planned by region.' })
  regions!: BudgetRegion[];
  @Field(() => Float) spend!: number;
  @Field(() => Float, { description: 'What carries over from the weeks before included, from the last ones to the first.' })
  response!: number;
}

/** A weekly budget. */
@ObjectType({
  description:
    'A budget shared out by the curves of a mix, over channels and weeks; its own numbers are those of the mean week. As good as the model, and no better.',
  simpleResolvers: true,
})
export class MixBudget {
  @Cost({ items: () => 2 })
  @Field(() => [BudgetChannel])
  channels!: BudgetChannel[];
  @Cost({ items: () => 10 })
  @Field(() => [BudgetRegion], { description: 'None unless the budget is planned by region.' })
  regions!: BudgetRegion[];
  @Cost({ items: plannedWeeks })
  @Field(() => [BudgetWeek])
  weeks!: BudgetWeek[];
  @Field(() => Float) spend!: number;
  @Field(() => Float) response!: number;
  @Field(() => Float) responseNow!: number;
  @Field(() => Float, { ...OPTIONAL, description: 'What the next unit of the whole would bring.' }) marginal!: number | null;
}
