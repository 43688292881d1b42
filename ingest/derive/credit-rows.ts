import type { Session } from '../../src/database/session';
import type { AskedAttribution } from '../../src/metrics/attribution/attribution-question';
import { DIRECT, ruleOf } from '../../src/metrics/attribution/credit-models';
import { type FoundJourney, journeysOf } from '../../src/metrics/attribution/journey-walk';
import type { ReportingModel } from '../../src/metrics/attribution/reporting-model';
import { wordsOf } from '../../src/metrics/attribution/reporting-model';
import { apportion } from '../../src/stats/apportion';
import { touchWeights } from '../../src/stats/attribution/touch-weights';
import type { WorkedOutRow } from './replace-rows';

const DAY_MS = 86_400_000;
const ONE = 1_000_000n;
/** Weights as whole numbers: finer than the millionths that they share out. */
const FINE = 1e12;

/** The credits of one order. */
export interface OrderCredits {
  readonly person: string;
  readonly rows: readonly WorkedOutRow[];
}

/** The credits of every order of a range whose journey has a touch, person by person. */
export async function* creditRows(
  session: Session,
  asked: AskedAttribution,
  model: ReportingModel,
  sourceKeys: ReadonlyMap<number, string>,
): AsyncGenerator<OrderCredits> {
  for await (const journey of journeysOf(session, asked, { today: asked.range.to, locale: 'EN' })) {
    const { outcome, touches } = journey;
    if (outcome && touches.length > 0) yield { person: outcome.person, rows: rowsOf(journey, asked, model, sourceKeys) };
  }
}

/** Credits add up to one conversion and to the order's revenue, to the millionth: the largest remainders get what is left over. */
function rowsOf(
  { touches, outcome }: FoundJourney,
  asked: AskedAttribution,
  model: ReportingModel,
  sourceKeys: ReadonlyMap<number, string>,
): WorkedOutRow[] {
  const order = outcome!;
  const channels = touches.map(({ credited }) => (credited === DIRECT ? 1 : 0));
  const ages = touches.map(({ at }) => (order.at - at) / DAY_MS);
  const weights = touchWeights(ruleOf(model.model, asked, ['', DIRECT]), { channels, ages }).map((weight) =>
    BigInt(Math.round(weight * FINE)),
  );
  const conversions = apportion(ONE, weights, 1n);
  const revenue = order.revenueMicros === null ? null : apportion(order.revenueMicros, weights, 1n);
  return touches.map((touch, i) => ({
    day: order.day,
    source_id: order.sourceId,
    page_id: String(order.pageId),
    record_no: order.recordNo,
    brand_id: order.brandId,
    campaign_id: touch.campaignId ?? 0,
    order_id: order.name,
    step: String(i + 1),
    person: order.person,
    touch: touch.name,
    touch_source: sourceKeys.get(touch.sourceId) ?? `#${touch.sourceId}`,
    touched_at: new Date(touch.at).toISOString(),
    channel: touch.channel,
    platform: touch.platform,
    model: wordsOf(model),
    currency: order.currency,
    conversions_micros: String(conversions[i]),
    revenue_micros: revenue === null ? null : String(revenue[i]),
  }));
}
