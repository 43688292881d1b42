import { Field, Float, ObjectType, registerEnumType } from 'type-graphql';
import { DecimalScalar } from '../../entities/scalars';
import type { StatementCheck as Check } from '../../src/metrics/creators/collaboration-statement';
import { MetricValue } from '../metrics/MetricValue';

const MAYBE = { nullable: true } as const;

/** What is held against terms. */
export const StatementEntryEnum = {
  SLOT_FEE: 'SLOT_FEE',
  COMMISSION: 'COMMISSION',
  SAMPLE: 'SAMPLE',
  BOOST: 'BOOST',
  GUARANTEE: 'GUARANTEE',
  GMV: 'GMV',
} as const;
registerEnumType(StatementEntryEnum, {
  name: 'StatementEntry',
  description: 'An entry of an account that something can be held against.',
  valuesConfig: { GMV: { description: 'What platforms tell of its livestreams and posts, against what the account says was paid.' } },
});

/** One entry of an account against what was agreed. */
@ObjectType({
  description: 'One entry of an account against what was agreed, or what platforms tell. Amounts are of the collaboration’s currency.',
  simpleResolvers: true,
})
export class StatementCheck {
  @Field(() => StatementEntryEnum) entry!: Check['entry'];
  @Field(() => DecimalScalar, MAYBE) agreed!: string | null;
  @Field(() => DecimalScalar, MAYBE) booked!: string | null;
  @Field(() => DecimalScalar, { ...MAYBE, description: 'Booked less agreed; 0 where the account is as it should be.' })
  difference!: string | null;
}

/** A guaranteed return. */
@ObjectType({ description: 'A guaranteed return (保ROI), and what came of it.', simpleResolvers: true })
export class GuaranteeResult {
  @Field(() => Float) promised!: number;
  @Field(() => Float, MAYBE) achieved!: number | null;
  @Field(() => Boolean, MAYBE) met!: boolean | null;
  @Field(() => DecimalScalar, { ...MAYBE, description: 'To be given back: of what was paid, the part by which the return fell short.' })
  owed!: string | null;
}

/** What the account itself says. */
@ObjectType({ description: 'What the account of a collaboration says, from its settlement lines.', simpleResolvers: true })
export class StatementValues {
  @Field(() => MetricValue, { description: 'Paid, before refunds.' }) gmvPaid!: MetricValue;
  @Field(() => MetricValue) refunded!: MetricValue;
  @Field(() => MetricValue, { description: 'Unknown until the account tells its refunds.' }) gmvNet!: MetricValue;
  @Field(() => MetricValue) goodsCost!: MetricValue;
  @Field(() => MetricValue, { description: '坑位费.' }) slotFees!: MetricValue;
  @Field(() => MetricValue) commission!: MetricValue;
  @Field(() => MetricValue) sampleCost!: MetricValue;
  @Field(() => MetricValue, { description: '投流.' }) boostCost!: MetricValue;
  @Field(() => MetricValue, { description: 'Given back because a guaranteed return was missed.' }) guarantee!: MetricValue;
  @Field(() => MetricValue) cost!: MetricValue;
  @Field(() => MetricValue, { description: 'Net GMV less goods and cost.' }) profit!: MetricValue;
  @Field(() => MetricValue, { description: 'Before refunds.' }) roasGross!: MetricValue;
  @Field(() => MetricValue, { description: 'Net GMV less cost, for each unit of cost: as the return on investment of ads.' })
  roi!: MetricValue;
  @Field(() => MetricValue, { description: 'Net GMV less goods and cost, for each unit of cost: as the net return of livestreams.' })
  roiNet!: MetricValue;
  @Field(() => MetricValue, { description: 'Lines that both sides have not agreed on yet.' }) openLines!: MetricValue;
}

/** What platforms say. */
@ObjectType({ description: 'What platforms and the shop tell of a collaboration, beside its account.', simpleResolvers: true })
export class StatementTold {
  @Field(() => MetricValue, { description: 'Paid in its livestreams.' }) liveGmvPaid!: MetricValue;
  @Field(() => MetricValue, { description: 'Paid in the seven days after its livestreams.' }) liveGmvAfter!: MetricValue;
  @Field(() => MetricValue) liveGmvNet!: MetricValue;
  @Field(() => MetricValue) postGmvPaid!: MetricValue;
  @Field(() => MetricValue) postGmvNet!: MetricValue;
  @Field(() => MetricValue, { description: 'Of its posts.' }) impressions!: MetricValue;
  @Field(() => MetricValue) liveViews!: MetricValue;
  @Field(() => MetricValue, { description: 'Whose first order the shop credits it with.' }) newCustomers!: MetricValue;
}

/** The account of a collaboration. */
@ObjectType({
  description: 'The account of a collaboration: profit and loss from its settlement lines, held against terms and platforms.',
  simpleResolvers: true,
})
export class CollaborationStatement {
  @Field(() => String, { description: 'ISO 4217, of every amount.' }) currency!: string;
  @Field(() => StatementValues) values!: StatementValues;
  @Field(() => StatementTold) told!: StatementTold;
  @Field(() => [StatementCheck]) checks!: readonly StatementCheck[];
  @Field(() => GuaranteeResult, MAYBE) guarantee!: GuaranteeResult | null;
}
