import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Brand } from '../entities/brand/Brand';
import { DateTimeScalar, DayScalar } from '../entities/scalars';
import { Cost } from '../src/graph/cost';
import type { GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import type { Day } from '../src/lib/day';
import { brandCrises } from '../src/metrics/crisis/brand-crises';
import { noteCrisis, withNotes } from '../src/metrics/crisis/crisis-notes';
import { crisisRules, setCrisisRule } from '../src/metrics/crisis/rule-versions';
import { BrandCrisis } from './brand/BrandCrisis';
import { CrisisRule, CrisisRuleInput, crisisRuleOf } from './brand/CrisisRule';
import { RangeInput, rangeOf } from './metrics/MetricQueryInput';

/** A year of days, and a statement for each crisis. */
const STATEMENTS = 200;

/** Crises of brands, and what people do about them. */
@Resolver(() => Brand)
export class BrandCrisisResolver {
  @Cost({ own: STATEMENTS, items: () => 5 })
  @FieldResolver(() => [BrandCrisis], {
    description:
      'The crises of the brand that touch a range, the oldest first: spikes of mentions of which many are negative and reach people.',
  })
  crises(
    @Root() brand: Brand,
    @Arg('range', () => RangeInput) range: RangeInput,
    @Arg('asOf', () => DateTimeScalar, { nullable: true, description: 'As it was known then; now when absent.' }) asOf: Date | null,
    @Ctx() context: GraphContext,
  ): Promise<BrandCrisis[]> {
    return context.read(async (session, asker) => {
      const found = await brandCrises(session, brand.key, rangeOf(range), asker, asOf ?? undefined);
      const noted = await withNotes(session, brand.key, found);
      return noted.map((crisis) => ({
        ...crisis,
        days: [...crisis.days],
        topics: [...crisis.topics],
        log: [...crisis.log],
        ruleVersion: crisis.rule.version,
      }));
    });
  }

  @Permit('analyst')
  @Mutation(() => Boolean, {
    description: 'Notes what was done about a crisis of a brand, who has it in hand, and until when nobody is to be alerted.',
  })
  async noteCrisis(
    @Arg('brand', () => String, { description: 'Key of the brand.' }) brand: string,
    @Arg('day', () => DayScalar, { description: 'A day of the crisis.' }) day: Day,
    @Arg('note', () => String) note: string,
    @Arg('owner', () => String, { nullable: true }) owner: string | null,
    @Arg('silentUntil', () => DayScalar, { nullable: true }) silentUntil: Day | null,
    @Ctx() context: GraphContext,
  ): Promise<boolean> {
    const said = { day, note, owner: owner ?? null, silentUntil: silentUntil ?? null, notedBy: context.caller.name };
    await context.write((session) => noteCrisis(session, brand, said));
    return true;
  }

  @Permit('viewer')
  @Query(() => [CrisisRule], {
    description: 'When talk is a crisis: the versions of the rule, the one that holds first, the shipped one last.',
  })
  async crisisRules(@Ctx() context: GraphContext): Promise<CrisisRule[]> {
    return (await context.read((session) => crisisRules(session))).map(crisisRuleOf);
  }

  @Permit('plan_owner')
  @Mutation(() => CrisisRule, { description: 'Sets numbers of the rule by which talk is a crisis, as a new version; the others stay.' })
  async setCrisisRule(
    @Arg('limits', () => CrisisRuleInput) limits: CrisisRuleInput,
    @Arg('why', () => String, { description: 'Why, for those who read the versions later.' }) why: string,
    @Ctx() context: GraphContext,
  ): Promise<CrisisRule> {
    const changes = Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined && value !== null));
    return crisisRuleOf(await context.write((session) => setCrisisRule(session, changes, { why, setBy: context.caller.name })));
  }
}
