import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Cost } from '../src/graph/cost';
import type { GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import { answerMix, type MixAnswer } from '../src/metrics/mix/answer-mix';
import { type PlannedBudget, planBudget } from '../src/metrics/mix/plan-budget';
import { STATEMENT } from './metrics/query-cost';
import { MarketingMix } from './mix/MarketingMix';
import { MixBudget } from './mix/MixBudget';
import { BudgetInput, MarketingMixInput, mixOf } from './mix/MixInput';

/** What each channel brought by a model, and what follows for a budget. */
@Resolver(() => MarketingMix)
export class MixResolver {
  @Permit('viewer')
  @Cost({ own: 10 * STATEMENT })
  @Query(() => MarketingMix, { description: 'What each channel brought, by a model of weekly spend and outcome.' })
  marketingMix(@Arg('query', () => MarketingMixInput) query: MarketingMixInput, @Ctx() context: GraphContext): Promise<MixAnswer> {
    return context.read((session, asker) => answerMix(session, mixOf(query), asker));
  }

  @Cost({ own: STATEMENT })
  @FieldResolver(() => MixBudget, {
    nullable: true,
    description: 'A weekly budget shared out by the model; null where there is none, or one that is not to be used.',
  })
  budget(
    @Root() mix: MixAnswer,
    @Arg('budget', () => BudgetInput, { nullable: true }) budget: BudgetInput | null,
    @Ctx() context: GraphContext,
  ): Promise<PlannedBudget | null> {
    return planBudget(mix, budget ?? {}, context);
  }
}
