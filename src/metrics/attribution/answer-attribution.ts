import type { Session } from '../../database/session';
import type { Credit } from '../../stats/attribution/journey';
import { answer } from '../answer';
import type { Answer, Asker, MetricValue, Warning } from '../question';
import { labelOf } from '../value-names';
import { type AskedAttribution, type AttributionModelName, type AttributionQuestion, checkAttribution } from './attribution-question';
import { type Said, say } from './attribution-text';
import type { DelaySpan } from './conversion-delays';
import { type CreditedJourneys, creditJourneys, type JourneyTally } from './credit-journeys';
import { type LiftFound, liftFound } from './lift-found';

/** What one model credits a channel, platform or campaign with. */
export interface ModelCredit {
  readonly model: AttributionModelName;
  readonly conversions: number;
  /** Of all conversions that had a touch. */
  readonly share: number | null;
  readonly revenue: number;
  /** Credited revenue for each unit of spend; null where nothing was spent. */
  readonly roas: number | null;
  /** What the platforms claim for each conversion that is credited; null where they claim nothing or nothing is credited. */
  readonly overclaimRatio: number | null;
}

/** What a channel, platform or campaign claims, is credited with, and was found to have brought: beside each other, never added. */
export interface AttributionRow {
  readonly key: string;
  readonly label: string;
  readonly credits: readonly ModelCredit[];
  /** The registry's numbers of the range: spend, conversionsClaimed, revenueClaimed, and what lift tests found. */
  readonly values: readonly MetricValue[];
  readonly spendShare: number | null;
  readonly delays: readonly DelaySpan[];
  readonly lift: LiftFound | null;
  /** Why no lift is known. */
  readonly liftReason: string | null;
}

/** Who is credited for a range's orders, by every model asked for. */
export interface AttributionAnswer {
  readonly rows: readonly AttributionRow[];
  readonly tally: JourneyTally;
  readonly reasons: readonly string[];
  readonly warnings: readonly Warning[];
  readonly asked: AskedAttribution;
  readonly currency: string;
  readonly asOf: Date;
  readonly dataVersion: string;
}

const CLAIMS = ['spend', 'conversionsClaimed', 'revenueClaimed'];
const LIFTS = ['conversionsIncremental', 'revenueIncremental', 'spendTested', 'roasIncremental'];
/** More channels, platforms or campaigns than anybody looks at. */
const MOST_ROWS = 10_000;

/** Answers who is credited for orders: the one way by which credits reach a person. The session has to be a snapshot. Throws a BadQuestion. */
export async function answerAttribution(session: Session, question: AttributionQuestion, asker: Asker): Promise<AttributionAnswer> {
  const asked = checkAttribution(question, asker);
  const lifts = await liftFound(session, asked, asker);
  const told = await registryOf(session, asked, lifts.size > 0, asker);
  const credited = await creditJourneys(session, asked, told.currency, asker);
  return {
    rows: rowsOf(asked, told, credited, lifts, asker),
    tally: credited.tally,
    reasons: reasonsOf(asked, credited).map((said) => say(said, asker.locale)),
    warnings: told.warnings,
    asked,
    currency: told.currency,
    asOf: told.asOf,
    dataVersion: told.dataVersion,
  };
}

/** What the registry knows of the same channels. */
function registryOf(
  session: Session,
  { by, range, brands, currency, asOf }: AskedAttribution,
  isTested: boolean,
  asker: Asker,
): Promise<Answer> {
  return answer(
    session,
    {
      select: isTested ? [...CLAIMS, ...LIFTS] : CLAIMS,
      by: [by],
      range,
      where: brands.length > 0 ? [{ dimension: 'BRAND', op: 'IN', values: [...brands] }] : [],
      ...{ fx: 'DAY_RATE', orderBy: [], totals: false, first: MOST_ROWS },
      ...(currency && { currency }),
      ...(asOf && { asOf }),
    },
    asker,
    { maxFirst: MOST_ROWS },
  );
}

function rowsOf(
  asked: AskedAttribution,
  told: Answer,
  { keys, credits, delays }: CreditedJourneys,
  lifts: ReadonlyMap<string, LiftFound>,
  { locale }: Asker,
): AttributionRow[] {
  const known = new Map(told.rows.map((row) => [row.dimensions[0]!.key, row]));
  const spent = told.rows.reduce((sum, { values }) => sum + (numberOf(values, 'spend') ?? 0), 0);
  const none = say([asked.by === 'CAMPAIGN' ? 'liftByCampaign' : 'noLiftTest'], locale);
  const all = [...new Set([...keys, ...known.keys()])].map((key): AttributionRow => {
    const row = known.get(key);
    const values = row?.values ?? [];
    const place = keys.indexOf(key);
    const spend = numberOf(values, 'spend');
    return {
      key,
      label: row?.dimensions[0]?.label ?? labelOfTouched(asked, key, locale),
      credits: [...credits].map(([model, of]) => creditOf(model, of, place, values)),
      values,
      spendShare: spend === null || spent === 0 ? null : spend / spent,
      delays: delays[place] ?? [],
      lift: lifts.get(key) ?? null,
      liftReason: lifts.has(key) ? null : none,
    };
  });
  const first = (row: AttributionRow) => row.credits[0]?.conversions ?? 0;
  return all.sort((a, b) => first(b) - first(a) || (a.key < b.key ? -1 : 1));
}

/** What nobody knows a campaign of is called after its channel. */
function labelOfTouched({ by }: AskedAttribution, key: string, locale: Asker['locale']): string {
  const own = labelOf(by, key, undefined, locale);
  return own === key ? labelOf('CHANNEL', key, undefined, locale) : own;
}

function creditOf(model: AttributionModelName, credits: readonly Credit[], place: number, values: readonly MetricValue[]): ModelCredit {
  const { conversions, value: revenue } = credits[place] ?? { conversions: 0, value: 0 };
  const total = credits.reduce((sum, credit) => sum + credit.conversions, 0);
  const spend = numberOf(values, 'spend');
  const claimed = numberOf(values, 'conversionsClaimed');
  return {
    model,
    conversions,
    share: total === 0 ? null : conversions / total,
    revenue,
    roas: spend ? revenue / spend : null,
    overclaimRatio: claimed !== null && conversions > 0 ? claimed / conversions : null,
  };
}

function numberOf(values: readonly MetricValue[], name: string): number | null {
  return values.find(({ metric }) => metric === name)?.value ?? null;
}

function reasonsOf({ windowDays, models }: AskedAttribution, { keys, tally }: CreditedJourneys): Said[] {
  const days = String(windowDays);
  const unknown = tally.unattributedConversions - tally.anonymousConversions;
  return [
    ...(keys.length === 0 ? [['noTouches'] as const] : []),
    ...(tally.anonymousConversions > 0 ? [['anonymous', String(tally.anonymousConversions)] as const] : []),
    ...(unknown > 0 ? [['unattributed', String(unknown), days] as const] : []),
    ...(tally.openJourneys > 0 ? [['open', String(tally.openJourneys), days] as const] : []),
    ...(tally.openJourneys > 0 && tally.journeysToNothing === 0 && models.includes('SHAPLEY') ? [['noFailures', days] as const] : []),
    ...(tally.unpricedConversions > 0 ? [['unpriced', String(tally.unpricedConversions)] as const] : []),
  ];
}
