import { type Credit, type CreditModel, type Journey, noCredits } from './journey';
import { type TouchRule, touchWeights } from './touch-weights';

/** Credits by a rule that looks at each journey alone; journeys that led to nothing change nothing. */
export class RuleCredits implements CreditModel {
  private readonly given: Credit[];

  constructor(
    channels: number,
    private readonly rule: TouchRule,
  ) {
    this.given = noCredits(channels);
  }

  add(journey: Journey): void {
    if (journey.conversions === 0) return;
    for (const [at, weight] of touchWeights(this.rule, journey).entries()) {
      const credit = this.given[journey.channels[at]!]!;
      credit.conversions += weight * journey.conversions;
      credit.value += weight * journey.value;
    }
  }

  credits(): Credit[] {
    return this.given.map((credit) => ({ ...credit }));
  }
}
