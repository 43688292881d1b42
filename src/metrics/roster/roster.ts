import type { Day } from '../../lib/day';
import type { Micros } from '../../lib/money';

/** An account of a creator on a platform, by the id that the platform gives it. */
export interface CreatorAccount {
  readonly platform: string;
  readonly account: string;
}

/** What a creator asks for a format since a day. */
export interface CreatorPrice {
  readonly format: string;
  readonly from: Day;
  readonly amount: Micros;
  readonly currency: string;
}

/** A creator as a roster tells it: one person, whatever accounts they have. */
export interface RosterCreator {
  readonly key: string;
  readonly name: string;
  readonly tier: string | null;
  readonly category: string | null;
  readonly exclusiveFrom: Day | null;
  readonly exclusiveTo: Day | null;
  readonly discloses: boolean | null;
  readonly accounts: readonly CreatorAccount[];
  readonly prices: readonly CreatorPrice[];
}

/** A post or livestream by its id, or, with `content` '', everything of an account in the collaboration's days. */
export interface RosterContent {
  readonly platform: string;
  readonly content: string;
  readonly account: string;
}

/** Of which GMV a share or a guarantee is, and over what. */
export type GmvBasis = 'PAID' | 'NET';
export type CostBasis = 'FEE' | 'COST';

/** What was agreed with a creator. Money in millionths of `currency`, shares and returns in millionths. */
export interface RosterCollaboration {
  readonly key: string;
  readonly name: string;
  readonly creator: string;
  readonly brand: string;
  readonly brief: string | null;
  readonly fromDay: Day;
  readonly toDay: Day;
  readonly currency: string;
  readonly slotFee: Micros | null;
  readonly commission: bigint | null;
  readonly commissionOf: GmvBasis | null;
  readonly sampleCost: Micros | null;
  readonly boost: Micros | null;
  readonly guarantee: bigint | null;
  readonly guaranteeOf: GmvBasis | null;
  readonly guaranteeOver: CostBasis | null;
  readonly settledOn: Day | null;
  readonly goals: readonly string[];
  readonly contents: readonly RosterContent[];
}

/** Creators and collaborations, as one file tells them. */
export interface Roster {
  readonly creators: readonly RosterCreator[];
  readonly collaborations: readonly RosterCollaboration[];
}
