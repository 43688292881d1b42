import { type LookupAddress, lookup as resolve } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, fetch, type RequestInit, type Response } from 'undici';
import { Fatal } from './errors';
import { isPrivateAddress } from './private-addresses';

/**
 * The network as a source's requests may use it: every address that a host's name resolves to must be public, and the connection goes to the very
 * addresses that were checked, so that a name that changes its mind between check and connection gains nothing. `privateHosts` (`host` or
 * `host:port`) are exempt: what the operator has named. Each request is checked for itself, and so is each hop of a redirect.
 */
export class Network {
  readonly #agent: Agent;

  constructor(private readonly privateHosts: readonly string[] = []) {
    this.#agent = new Agent({ connect: { lookup: this.lookup } });
  }

  /** Sends a request without following redirects. Throws Fatal when the address is private. */
  fetch(url: URL, init: RequestInit): Promise<Response> {
    this.check(url);
    return fetch(url, { ...init, redirect: 'manual', dispatcher: this.#agent });
  }

  /** Throws Fatal when an address may not be asked: no web address, with a name and password in it, or of a private host. */
  check(url: URL): void {
    if (!['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol)) throw new Fatal(`${url.origin}: ${url.protocol} is no web address`);
    if (url.username !== '' || url.password !== '')
      throw new Fatal(`${url.host}: an address may not hold a name and a password; give them as secrets`);
    const host = bare(url.hostname);
    const exempt = this.#exempt(host);
    if (exempt.some(({ port }) => port === null || port === url.port)) return;
    // A connection to an address that is written out asks no name server, so that `lookup` does not see it.
    if (exempt.length > 0 || (isIP(host) !== 0 && isPrivateAddress(host))) throw refusal(url.host, host);
  }

  /** Resolves a host as `dns.lookup` does, leaving an error in place of addresses of which one is private. */
  readonly lookup: LookupFunction = (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const refused = error ?? this.#refused(hostname, addresses);
      const [first] = addresses ?? [];
      if (refused || !first) done(refused ?? new Error(`${hostname}: has no address`), '', 0);
      else if (options.all) done(null, addresses as never);
      else done(null, first.address, first.family);
    });
  };

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  #refused(hostname: string, addresses: readonly LookupAddress[]): Error | null {
    const found = addresses.find(({ address }) => isPrivateAddress(address));
    // Which ports of an exempt host may be asked for, `check` has seen to.
    return found && this.#exempt(bare(hostname)).length === 0 ? refusal(hostname, found.address) : null;
  }

  #exempt(host: string): { port: string | null }[] {
    return this.privateHosts.flatMap((each) => {
      const named = new URL(`http://${each}`);
      return bare(named.hostname) === host ? [{ port: each === named.hostname ? null : named.port }] : [];
    });
  }
}

function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

function refusal(host: string, address: string): Fatal {
  return new Fatal(`${host}: leads to ${address}, an address that is not public; the source must name the host as private to be let there`);
}
