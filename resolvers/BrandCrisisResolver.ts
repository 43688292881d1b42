import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Brand } from '../entities/brand/Brand';
import { DateTimeScalar, DayScalar } from '../entities/scalars';
import { Cost } from '../src/graph/cost';
import type { GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import type { Day } from '../src/lib/day';
import { brandCrises } from '../src/metrics/crisis/brand-crises';
import { noteCrisis, withNotes } from '../src/metrics/crisis/crisis-notes';
import { CRISIS_RULE } from '../src/metrics/crisis/crisis-rule';
import { BrandCrisis } from './brand/BrandCrisis';
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
        ruleVersion: CRISIS_RULE.version,
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
}
