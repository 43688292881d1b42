import type { DataSource } from 'typeorm';
import type { Logger } from '../src/lib/log';
import { type Clock, clockFrom } from './clock';
import type { RateDeclaration } from './pace';
import { RateLimit } from './rate-limit';
import { SharedTurns } from './shared-turns';

/** The rate limits of a process, one for each connector and host that it asks: that is what platforms count by. */
export class HostRates {
  readonly #limits = new Map<string, RateLimit>();

  private constructor(private readonly limitOf: (host: string, rate: RateDeclaration) => RateLimit) {}

  /** Limits that hold for all processes on one database together. */
  static shared(database: DataSource, log: Logger): HostRates {
    const clock = clockFrom(new Date());
    return new HostRates((host, rate) => new RateLimit(rate, clock, new SharedTurns(database, host, log)));
  }

  /** Limits of this process alone, by the given clock. */
  static own(clock: Clock): HostRates {
    return new HostRates((_host, rate) => new RateLimit(rate, clock));
  }

  /** The limit for an address that a connector asks. */
  of(connector: { name: string; rateLimit: RateDeclaration }, url: string): RateLimit {
    const host = `${connector.name} ${URL.canParse(url) ? new URL(url).host : url}`;
    const known = this.#limits.get(host);
    if (known) return known;
    const made = this.limitOf(host, connector.rateLimit);
    this.#limits.set(host, made);
    return made;
  }
}
