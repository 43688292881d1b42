import type { Session } from '../../database/session';
import type { Day } from '../../lib/day';
import { askValues, isOneOf } from '../ask';
import type { Asker, Filter, MetricName, MetricValue, Range } from '../question';
import { METRICS, metricOf } from '../registry';

/** A step of a livestream's funnel: a rate, and the two numbers that it is of. */
export interface FunnelStep {
  readonly name: FunnelStepName;
  readonly rate: MetricValue;
  readonly numerator: MetricValue;
  readonly denominator: MetricValue;
}

/** The steps from being shown to having paid, and the metric of each. */
export const FUNNEL = {
  ENTER: 'liveEnterRate',
  PRODUCT_EXPOSURE: 'liveProductExposureRate',
  PRODUCT_CLICK: 'liveProductClickRate',
  CREATE_ORDER: 'liveOrderPlacingRate',
  PAY: 'liveOrderPaymentRate',
} as const;
export type FunnelStepName = keyof typeof FUNNEL;

/** What a livestream came to beside its funnel, by the name of its field. */
const MONEY = {
  inLive: 'gmvPaid',
  afterLive: 'gmvAfterLive',
  net: 'gmvNet',
  refundRate: 'refundRate',
  settled: 'gmvSettled',
  cost: 'liveCost',
  roasGross: 'liveRoas',
  roiNet: 'liveRoiNet',
  minutes: 'liveMinuteGmvPaid',
} as const;

/** A livestream: who held it and when, its funnel, and its money. */
export type LiveReport = {
  readonly platform: string;
  readonly session: string;
  readonly day: Day;
  readonly title: string | null;
  readonly creator: string | null;
  readonly creatorName: string | null;
  readonly funnel: readonly FunnelStep[];
} & Readonly<Record<keyof typeof MONEY, MetricValue>>;

const PARTS = Object.values(FUNNEL).map((rate): [rate: MetricName, numerator: MetricName, denominator: MetricName] => {
  const { quotient } = metricOf(rate);
  if (!quotient) throw new TypeError(`${rate} is no quotient: a step of the funnel has a numerator and a denominator`);
  return [rate, nameOf(quotient.over), nameOf(quotient.under)];
});

/** The funnel of the livestreams that some filters admit, each step's rate with the numbers that it is made of; empty where nothing is told of any. */
export async function liveFunnel(
  session: Session,
  range: Range,
  where: readonly Filter[],
  asker: Asker,
  asOf?: Date,
): Promise<FunnelStep[]> {
  const values = await askValues(session, { select: [...new Set(PARTS.flat())], range, where, asOf }, asker);
  return [...values.values()].every(({ value }) => value === null) ? [] : stepsOf(values);
}

/** Everything about one livestream; null when nothing was told of it. */
export async function liveReport(session: Session, platform: string, key: string, asker: Asker, asOf?: Date): Promise<LiveReport | null> {
  const [head] = await session.query<Pick<LiveReport, 'day' | 'title' | 'creator' | 'creatorName'> & { currency: string | null }>(
    `SELECT day, title, creator, creator_name AS "creatorName", currency FROM fact.live_session
     WHERE workspace_id = $1 AND platform = $2 AND session = $3 AND recorded_at <= coalesce($4::timestamptz, 'infinity') ORDER BY day LIMIT 1`,
    [session.workspaceId, platform, key, asOf?.toISOString() ?? null],
  );
  if (!head) return null;
  const { currency, ...told } = head;
  const select = [...new Set([...PARTS.flat(), ...Object.values(MONEY)])];
  const where = [isOneOf('PLATFORM', platform), isOneOf('LIVESTREAM', key)];
  const range = { from: head.day, to: head.day };
  const values = await askValues(session, { select, range, where, asOf, currency: currency ?? undefined }, asker);
  const money = Object.fromEntries(Object.entries(MONEY).map(([field, metric]) => [field, values.get(metric)])) as Record<
    keyof typeof MONEY,
    MetricValue
  >;
  return { platform, session: key, ...told, ...money, funnel: stepsOf(values) };
}

function stepsOf(values: ReadonlyMap<MetricName, MetricValue>): FunnelStep[] {
  const numberOf = (name: MetricName) => values.get(name) as MetricValue;
  return (Object.keys(FUNNEL) as FunnelStepName[]).map((name, i) => {
    const [rate, numerator, denominator] = PARTS[i] as (typeof PARTS)[number];
    return { name, rate: numberOf(rate), numerator: numberOf(numerator), denominator: numberOf(denominator) };
  });
}

function nameOf(metric: unknown): MetricName {
  for (const [name, each] of METRICS) if (each === metric) return name;
  throw new TypeError('a side of a step of the funnel has no name: it could not be shown beside its rate');
}
