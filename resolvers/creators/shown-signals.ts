import type { GraphContext } from '../../src/graph/graph-context';
import { dayIn } from '../../src/lib/day';
import { fraudSignals } from '../../src/metrics/creators/fraud-signals';
import { resolveRange } from '../../src/metrics/period';
import { type RangeInput, rangeOf } from '../metrics/MetricQueryInput';
import type { FraudSignal } from './FraudSignal';

/** What is looked at for signals. */
export interface SignalAsk {
  readonly range: RangeInput;
  readonly brand?: string | null;
  readonly asOf?: Date | null;
}

/** The signals of some days, those that `keep` keeps, the farthest first. */
export function shownSignals(
  context: GraphContext,
  { range, brand, asOf }: SignalAsk,
  keep: (account: string | null) => boolean = () => true,
): Promise<FraudSignal[]> {
  return context.read(async (session, asker) => {
    const days = resolveRange(rangeOf(range), asker.today);
    const today = asOf ? dayIn(context.caller.timeZone, asOf) : asker.today;
    const found = await fraudSignals(session, { range: days, today, ...(brand && { brand }), ...(asOf && { asOf }) });
    return found
      .filter(({ account }) => keep(account))
      .map(({ subject, ...signal }) => ({ ...signal, subject: subject.key, subjectKind: subject.kind }));
  });
}
