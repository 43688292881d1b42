import { type Analyst, money, of, per, table } from './analyst';

const touched = table('touch');
const lifts = table('lift_test');
const people = touched('count(DISTINCT person)');
const revenue = lifts(`sum(${money('revenue_incremental')})`);
const spend = lifts(`sum(${money('spend_tested')})`);

/** Touches, and what lift tests found. */
export const TOUCHES: Readonly<Record<string, Analyst>> = {
  touches: of(touched('count(*)')),
  peopleTouched: of(people),
  touchesPerPerson: per(touched('count(*)'), people),
  conversionsIncremental: of(lifts('sum(conversions_incremental_micros) / 1e6')),
  revenueIncremental: of(revenue),
  spendTested: of(spend),
  roasIncremental: per(revenue, spend),
};
