import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { IsNull } from 'typeorm';
import { Goal } from '../entities/plan/Goal';
import { Plan } from '../entities/plan/Plan';
import { Cost } from '../src/graph/cost';
import type { GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import { evaluateGoals } from '../src/plan/evaluate-goals';
import { nameIn } from '../src/plan/local-names';
import { readGoals } from '../src/plan/read-goals';
import { type RollUp, rollUp } from '../src/plan/roll-up';
import { PlanProgress } from './goals/PlanProgress';
import { STATEMENT } from './metrics/query-cost';

/** What a year is to bring. */
@Resolver(() => Plan)
export class PlanResolver {
  @Permit('viewer')
  @Query(() => Plan, { nullable: true, description: 'The plan of a year; null when there is none.' })
  plan(@Arg('year', () => Int) year: number, @Ctx() context: GraphContext): Promise<Plan | null> {
    const { workspaceId } = context.caller;
    return context.read((session) => session.manager.findOne(Plan, { where: { workspaceId, year } }));
  }

  @FieldResolver(() => String)
  title(@Root() plan: Plan, @Ctx() context: GraphContext): string {
    return nameIn(plan.title, context.locale);
  }

  @FieldResolver(() => [Goal], { description: 'Every goal in force, each before its sub-goals.' })
  goals(@Root() plan: Plan, @Ctx() context: GraphContext): Promise<Goal[]> {
    const where = { workspaceId: context.caller.workspaceId, planId: plan.id, archivedAt: IsNull() };
    return context.read((session) => session.manager.find(Goal, { where, order: { position: 'ASC' } }));
  }

  @Cost({ own: STATEMENT })
  @FieldResolver(() => PlanProgress)
  progress(@Root() plan: Plan, @Ctx() context: GraphContext): Promise<RollUp> {
    return context.read(async (session, asker) => {
      const goals = await readGoals(session, { planId: plan.id, parentId: IsNull() });
      const evaluations = await evaluateGoals(session, goals, asker);
      return rollUp(goals.map(({ goal: { key, metric } }, i) => ({ ...evaluations[i]!, key, metric })));
    });
  }
}
