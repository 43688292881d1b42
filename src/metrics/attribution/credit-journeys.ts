import type { Session } from '../../database/session';
import { addDays } from '../../lib/day';
import type { Credit, CreditModel } from '../../stats/attribution/journey';
import { RATE_ONE } from '../exchange';
import { ExchangeBook } from '../exchange-book';
import type { Asker } from '../question';
import { instantText } from '../snapshot';
import type { AskedAttribution, AttributionModelName } from './attribution-question';
import { ConversionDelays, type DelaySpan } from './conversion-delays';
import { creditModels } from './credit-models';
import { type FoundJourney, journeysOf } from './journey-walk';
import type { FoundEvent } from './person-events';
import { creditedKeys } from './person-events';

/** What the journeys of a range come to. */
export interface CreditedJourneys {
  readonly keys: readonly string[];
  /** By model, by the place of its key. */
  readonly credits: ReadonlyMap<AttributionModelName, readonly Credit[]>;
  readonly delays: readonly (readonly DelaySpan[])[];
  readonly tally: JourneyTally;
}

/** Orders, with and without touches, and journeys that led to none; revenue in the currency asked for. */
export interface JourneyTally {
  conversions: number;
  revenue: number;
  /** Orders of which no touch is known within the window: nobody is credited for them. */
  unattributedConversions: number;
  unattributedRevenue: number;
  /** Of those, the orders of people who are not known at all. */
  anonymousConversions: number;
  journeysToNothing: number;
  /** Journeys that are too young to have led to nothing: they count for nothing yet. */
  openJourneys: number;
  /** Orders whose revenue could not be converted, or is not told. */
  unpricedConversions: number;
}

const DAY_MS = 86_400_000;

/** Walks the journeys once and credits them by every model that is asked for. */
export async function creditJourneys(session: Session, asked: AskedAttribution, currency: string, asker: Asker): Promise<CreditedJourneys> {
  const keys = await creditedKeys(session, asked);
  const walk = new Walk(asked, keys, await bookOf(session, asked, currency));
  for await (const journey of journeysOf(session, asked, asker)) walk.add(journey);
  return walk.result();
}

/** Rates for the days of the orders. */
function bookOf(session: Session, { range, asOf }: AskedAttribution, currency: string): Promise<ExchangeBook> {
  const days = { from: addDays(range.from, -1), to: addDays(range.to, 1) };
  return ExchangeBook.open(session, {
    ...{ workspaceId: session.workspaceId, range: days, currency, fx: 'DAY_RATE' },
    ...(asOf && { asOf: instantText(asOf) }),
  });
}

class Walk {
  private readonly places: ReadonlyMap<string, number>;
  private readonly models: ReadonlyMap<AttributionModelName, CreditModel>;
  private readonly delays: ConversionDelays;
  private readonly tally: JourneyTally = {
    conversions: 0,
    revenue: 0,
    unattributedConversions: 0,
    unattributedRevenue: 0,
    anonymousConversions: 0,
    journeysToNothing: 0,
    openJourneys: 0,
    unpricedConversions: 0,
  };

  constructor(
    asked: AskedAttribution,
    private readonly keys: readonly string[],
    private readonly book: ExchangeBook,
  ) {
    this.places = new Map(keys.map((key, place) => [key, place]));
    this.models = creditModels(asked, keys);
    this.delays = new ConversionDelays(keys.length);
  }

  add({ touches, outcome, isOpen }: FoundJourney): void {
    if (isOpen) {
      this.tally.openJourneys += 1;
      return;
    }
    const value = outcome ? this.valueOf(outcome) : 0;
    if (outcome) this.count(outcome, value, touches.length);
    else this.tally.journeysToNothing += 1;
    const end = (outcome ?? touches.at(-1)!).at;
    const channels = touches.map(({ credited }) => this.places.get(credited)!);
    const ages = touches.map(({ at }) => (end - at) / DAY_MS);
    for (const model of this.models.values()) model.add({ channels, ages, conversions: outcome ? 1 : 0, value });
    if (outcome) for (const [at, channel] of channels.entries()) this.delays.add(channel, ages[at]!);
  }

  result(): CreditedJourneys {
    const credits = new Map([...this.models].map(([name, model]) => [name, model.credits()]));
    return { keys: this.keys, credits, delays: this.keys.map((_, place) => this.delays.of(place)), tally: this.tally };
  }

  private count({ person }: FoundEvent, value: number, touches: number): void {
    const { tally } = this;
    tally.conversions += 1;
    tally.revenue += value;
    if (touches > 0) return;
    tally.unattributedConversions += 1;
    tally.unattributedRevenue += value;
    if (person === '') tally.anonymousConversions += 1;
  }

  private valueOf({ revenueMicros, currency, day }: FoundEvent): number {
    const rate = this.book.rate(currency, day);
    if (revenueMicros === null || rate === null) {
      this.tally.unpricedConversions += 1;
      return 0;
    }
    return Number((revenueMicros * rate) / (RATE_ONE / 1000n)) / 1e9;
  }
}
