import type { DataSource } from 'typeorm';
import type { Logger } from '../src/lib/log';
import { type Clock, clockFrom } from './clock';
import type { Connector } from './connector';
import type { RateDeclaration } from './pace';
import { RateLimit } from './rate-limit';
import { SharedTurns } from './shared-turns';

/** Of a source what its platform counts by. */
export interface RatedSource {
  readonly connector: Pick<Connector, 'name' | 'rateLimit'>;
  /** `baseUrl` is where its platform is, when it says. */
  readonly config: { readonly baseUrl?: unknown };
}

/**
 * The rate limits of a process, one for each connector and host, and for each account there where the platform counts by account. The workspace makes
 * no difference: a platform knows the hub by its address and its application, and an account is the same in whichever workspace it is read.
 */
export class HostRates {
  readonly #limits = new Map<string, RateLimit>();

  private constructor(private readonly limitOf: (name: string, rate: RateDeclaration) => RateLimit) {}

  /** Limits that hold for all processes on one database together. */
  static shared(database: DataSource, log: Logger): HostRates {
    const clock = clockFrom(new Date());
    return new HostRates((name, rate) => new RateLimit(rate, clock, new SharedTurns(database, name, log)));
  }

  /** Limits of this process alone, by the given clock. */
  static own(clock: Clock): HostRates {
    return new HostRates((_name, rate) => new RateLimit(rate, clock));
  }

  /** The limit for an address that a source asks for one of its parts. */
  of({ connector, config }: RatedSource, url: string, part: string): RateLimit {
    const { name, rateLimit } = connector;
    const counted = [name, placeOf(url, config.baseUrl), ...(rateLimit.countedBy === 'part' && part !== '' ? [part] : [])].join(' ');
    const known = this.#limits.get(counted);
    if (known) return known;
    const made = this.limitOf(counted, rateLimit);
    this.#limits.set(counted, made);
    return made;
  }
}

/** The host of an address; where one host has several platforms, with the path below which the source's is. */
function placeOf(url: string, baseUrl: unknown): string {
  const place = typeof baseUrl === 'string' && url.startsWith(baseUrl) ? baseUrl : url;
  if (!URL.canParse(place)) return place;
  const { host, pathname } = new URL(place);
  return place === baseUrl ? `${host}${pathname}`.replace(/\/+$/, '') : host;
}
