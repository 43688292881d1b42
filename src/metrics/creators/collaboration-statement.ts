import type { Session } from '../../database/session';
import { addDays } from '../../lib/day';
import { decimalFromMicros, type Micros, microsFromDecimal } from '../../lib/money';
import { askValues, isOneOf } from '../ask';
import type { Asker, MetricName, MetricValue } from '../question';
import type { RosterCollaboration } from '../roster/roster';

/** The terms of a collaboration, as far as its account follows from them. Money, shares and returns in millionths. */
export type Terms = Pick<
  RosterCollaboration,
  | 'key'
  | 'fromDay'
  | 'toDay'
  | 'currency'
  | 'slotFee'
  | 'commission'
  | 'commissionOf'
  | 'sampleCost'
  | 'boost'
  | 'guarantee'
  | 'guaranteeOf'
  | 'guaranteeOver'
>;

/** The account's numbers, by the name of their field. */
export const STATEMENT = {
  gmvPaid: 'collaborationGmvPaid',
  refunded: 'collaborationRefunded',
  gmvNet: 'collaborationGmvNet',
  goodsCost: 'collaborationGoodsCost',
  slotFees: 'collaborationSlotFees',
  commission: 'collaborationCommission',
  sampleCost: 'collaborationSampleCost',
  boostCost: 'collaborationBoostCost',
  guarantee: 'collaborationGuarantee',
  cost: 'collaborationCost',
  profit: 'collaborationProfit',
  roasGross: 'collaborationRoas',
  roi: 'collaborationRoi',
  roiNet: 'collaborationRoiNet',
  openLines: 'collaborationOpenLines',
} as const;

/** What platforms tell of the collaboration's posts and livestreams, beside its account. */
export const TOLD = {
  liveGmvPaid: 'gmvPaid',
  liveGmvAfter: 'gmvAfterLive',
  liveGmvNet: 'gmvNet',
  postGmvPaid: 'creatorGmvPaid',
  postGmvNet: 'creatorGmvNet',
  impressions: 'creatorImpressions',
  liveViews: 'liveViews',
  newCustomers: 'newCustomers',
} as const;

/** One entry of the account against what was agreed. Amounts are decimals of the collaboration's currency; null where one side is not told. */
export interface StatementCheck {
  readonly entry: 'SLOT_FEE' | 'COMMISSION' | 'SAMPLE' | 'BOOST' | 'GUARANTEE' | 'GMV';
  readonly agreed: string | null;
  readonly booked: string | null;
  /** Booked less agreed. */
  readonly difference: string | null;
}

/** A guaranteed return and what came of it. */
export interface GuaranteeResult {
  readonly promised: number;
  readonly achieved: number | null;
  readonly met: boolean | null;
  /** What is to be given back: of what was paid, the part by which the return fell short. */
  readonly owed: string | null;
}

/** The account of a collaboration. */
export interface Statement {
  readonly currency: string;
  readonly values: Readonly<Record<keyof typeof STATEMENT, MetricValue>>;
  readonly told: Readonly<Record<keyof typeof TOLD, MetricValue>>;
  readonly checks: readonly StatementCheck[];
  readonly guarantee: GuaranteeResult | null;
}

/** Samples go out before a collaboration begins. */
const BEFORE_DAYS = 92;

/** The account of a collaboration as known at an instant, each number through the one door, held against its terms and what platforms tell. */
export async function statementOf(session: Session, terms: Terms, asker: Asker, asOf?: Date): Promise<Statement> {
  const range = { from: addDays(terms.fromDay, -BEFORE_DAYS), to: asker.today > terms.toDay ? asker.today : terms.toDay };
  const common = { range, where: [isOneOf('COLLABORATION', terms.key)], currency: terms.currency, asOf };
  const booked = await askValues(session, { ...common, select: Object.values(STATEMENT) }, asker);
  const told = await askValues(session, { ...common, select: Object.values(TOLD) }, asker);
  const values = byField(STATEMENT, booked);
  const guarantee = guaranteeOf(terms, values);
  const { currency } = terms;
  return { currency, values, told: byField(TOLD, told), checks: checksOf(terms, values, byField(TOLD, told), guarantee), guarantee };
}

function byField<F extends string>(
  fields: Readonly<Record<F, MetricName>>,
  values: ReadonlyMap<MetricName, MetricValue>,
): Record<F, MetricValue> {
  const entries = Object.entries(fields) as [F, MetricName][];
  return Object.fromEntries(entries.map(([field, metric]) => [field, values.get(metric)])) as Record<F, MetricValue>;
}

type Values = Statement['values'];

function checksOf(terms: Terms, values: Values, told: Statement['told'], guarantee: GuaranteeResult | null): StatementCheck[] {
  const base = terms.commissionOf === 'NET' ? values.gmvNet : values.gmvPaid;
  const gmv = microsOf(base);
  const commission = terms.commission === null || gmv === null ? null : roundedShare(gmv, terms.commission);
  const sold = [microsOf(told.liveGmvPaid), microsOf(told.postGmvPaid)].filter((each) => each !== null);
  return [
    check('SLOT_FEE', terms.slotFee, values.slotFees),
    check('COMMISSION', commission, values.commission),
    check('SAMPLE', terms.sampleCost, values.sampleCost),
    check('BOOST', terms.boost, values.boostCost),
    check('GUARANTEE', guarantee?.owed == null ? null : microsFromDecimal(guarantee.owed), values.guarantee),
    check('GMV', sold.length === 0 ? null : sold.reduce((sum, each) => sum + each, 0n), values.gmvPaid),
  ];
}

function check(entry: StatementCheck['entry'], agreed: Micros | null, value: MetricValue): StatementCheck {
  const booked = microsOf(value);
  return {
    entry,
    agreed: agreed === null ? null : decimalFromMicros(agreed),
    booked: booked === null ? null : decimalFromMicros(booked),
    difference: agreed === null || booked === null ? null : decimalFromMicros(booked - agreed),
  };
}

function guaranteeOf(terms: Terms, values: Values): GuaranteeResult | null {
  if (terms.guarantee === null || terms.guarantee <= 0n) return null;
  const promised = Number(terms.guarantee) / 1e6;
  const gmv = microsOf(terms.guaranteeOf === 'PAID' ? values.gmvPaid : values.gmvNet);
  const paid = terms.guaranteeOver === 'FEE' ? microsOf(values.slotFees) : costBefore(values);
  if (gmv === null || paid === null || paid <= 0n) return { promised, achieved: null, met: null, owed: null };
  // Owed is paid × (1 − achieved / promised), that is paid − gmv / promised.
  const due = (gmv * 1_000_000n) / terms.guarantee;
  const met = due >= paid;
  return { promised, achieved: Number(gmv) / Number(paid), met, owed: decimalFromMicros(met ? 0n : paid - due) };
}

/** The cost before anything was given back under the guarantee itself. */
function costBefore({ cost, guarantee }: Values): Micros | null {
  const left = microsOf(cost);
  return left === null ? null : left + (microsOf(guarantee) ?? 0n);
}

function microsOf({ decimal, value }: MetricValue): Micros | null {
  return value === null || decimal === null ? null : microsFromDecimal(decimal);
}

/** A share in millionths of an amount, rounded half up. */
function roundedShare(amount: Micros, share: bigint): Micros {
  return (amount * share + 500_000n) / 1_000_000n;
}
