import { Arg, Ctx, FieldResolver, Float, Query, Resolver, Root } from 'type-graphql';
import { Brand } from '../entities/brand/Brand';
import { Collaboration } from '../entities/creators/Collaboration';
import { Creator } from '../entities/creators/Creator';
import { Goal } from '../entities/plan/Goal';
import { DateTimeScalar, DecimalScalar } from '../entities/scalars';
import { Cost } from '../src/graph/cost';
import type { GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import { decimalFromMicros } from '../src/lib/money';
import { statementOf } from '../src/metrics/creators/collaboration-statement';
import { CollaborationStatement } from './creators/CollaborationStatement';
import { brandByKey, creatorByKey, goalsByKey } from './creators/creator-batches';

/** Two answers of many metrics. */
const STATEMENT = 100;
const MAYBE = { nullable: true } as const;
const decimal = (micros: bigint | null) => (micros === null ? null : decimalFromMicros(micros));

/** Collaborations: their terms, and the account of what came of them. */
@Resolver(() => Collaboration)
export class CollaborationResolver {
  @Permit('viewer')
  @Query(() => [Collaboration], { description: 'The collaborations of the roster, the newest first; of one brand when asked so.' })
  collaborations(@Arg('brand', () => String, MAYBE) brand: string | null, @Ctx() context: GraphContext): Promise<Collaboration[]> {
    const { workspaceId } = context.caller;
    const where = { workspaceId, ...(brand && { brand }) };
    return context.read((session) => session.manager.find(Collaboration, { where, order: { fromDay: 'DESC', key: 'ASC' }, take: 500 }));
  }

  @Permit('viewer')
  @Query(() => Collaboration, { nullable: true, description: 'One collaboration by key; null when the roster has none.' })
  collaboration(@Arg('key', () => String) key: string, @Ctx() context: GraphContext): Promise<Collaboration | null> {
    const { workspaceId } = context.caller;
    return context.read((session) => session.manager.findOne(Collaboration, { where: { workspaceId, key } }));
  }

  @FieldResolver(() => Creator, MAYBE)
  creator(@Root() { creator }: Collaboration, @Ctx() context: GraphContext): Promise<Creator | null> {
    return context.load(creatorByKey, creator);
  }

  @FieldResolver(() => Brand, MAYBE)
  brand(@Root() { brand }: Collaboration, @Ctx() context: GraphContext): Promise<Brand | null> {
    return context.load(brandByKey, brand);
  }

  @FieldResolver(() => [Goal], { description: 'The goals in force that it serves.' })
  async goals(@Root() { goals }: Collaboration, @Ctx() context: GraphContext): Promise<Goal[]> {
    return (await Promise.all(goals.map((key) => context.load(goalsByKey, key)))).flat();
  }

  @FieldResolver(() => DecimalScalar, { ...MAYBE, description: 'The fixed fee (坑位费) that was agreed.' })
  slotFee(@Root() { slotFee }: Collaboration): string | null {
    return decimal(slotFee);
  }

  @FieldResolver(() => DecimalScalar, { ...MAYBE, description: 'The agreed commission as a share of `commissionOf` GMV.' })
  commission(@Root() { commission }: Collaboration): string | null {
    return decimal(commission);
  }

  @FieldResolver(() => DecimalScalar, { ...MAYBE, description: 'What samples were to cost.' })
  sampleCost(@Root() { sampleCost }: Collaboration): string | null {
    return decimal(sampleCost);
  }

  @FieldResolver(() => DecimalScalar, { ...MAYBE, description: 'What boosting (投流) was to cost.' })
  boost(@Root() { boost }: Collaboration): string | null {
    return decimal(boost);
  }

  @FieldResolver(() => Float, { ...MAYBE, description: 'The return that was guaranteed (保ROI): `guaranteeOf` GMV over `guaranteeOver`.' })
  guaranteedRoi(@Root() { guarantee }: Collaboration): number | null {
    return guarantee === null ? null : Number(guarantee) / 1e6;
  }

  @Cost({ own: STATEMENT })
  @FieldResolver(() => CollaborationStatement, {
    description: 'Its account: profit and loss from settlement lines, held against terms and platforms.',
  })
  statement(
    @Root() terms: Collaboration,
    @Arg('asOf', () => DateTimeScalar, { nullable: true, description: 'As it was known then.' }) asOf: Date | null,
    @Ctx() context: GraphContext,
  ): Promise<CollaborationStatement> {
    return context.read((session, asker) => statementOf(session, terms, asker, asOf ?? undefined));
  }
}
