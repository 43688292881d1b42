/**
 * The platforms in miniature: one local HTTP server that speaks each platform's wire format over one made-up world.
 *
 * The world (world.ts, world/) is a company of three brands with four competitors. Every value is rolled from the seed and
 * the absolute day, so a day looks the same whenever it is asked for; nothing is stored. Markets grow by 12 % a year, follow
 * the week and the year, and peak on 11.11, 6.18, Black Friday and around Lunar New Year (world/season.ts). Verdane is in a
 * crisis for ten days from 2 June and Kumo for five from 14 September of every year: angry posts, fewer sales. What a day
 * shows also depends on the day of asking: conversions mature over 28 days (world/maturity.ts), refunds come within 30 days,
 * search data and visits settle in three, likes gather for a week, opens of mails for a month. History begins on the first
 * of the month two years back.
 *
 * The clock says which day it is at every platform; its last instant is the end of that UTC day. Unless it is set, it follows
 * the calendar one day behind, so that no record lies in the future.
 *
 * Each platform is a file in platforms/, mounted under its name; it also tells which sources the company has there. Other processes steer
 * the sandbox by POST /_sandbox/fault `{platform, fault, times}`, POST /_sandbox/clear-faults, POST /_sandbox/today `{today}` and
 * GET /_sandbox/requests.
 */
import type { Day } from '../../src/lib/day';
import type { Fault } from './faults';
import { listen } from './server';
import { type RequestRecord, Switchboard } from './switchboard';
import type { World } from './world';

export type { Fault, FaultKind } from './faults';
export type { SandboxSource } from './platform';
export { SANDBOX_SOURCES, sandboxSources } from './sources';
export { KEPT_REQUESTS, type RequestRecord } from './switchboard';
export { OWN_BRANDS, WORLD_BRANDS, World } from './world';
export { answersFile } from './world/answers';
export { type CompanyFile, postsFile, rosterFile, settlementFile } from './world/collaborations';

/** A running sandbox. */
export interface Sandbox {
  readonly url: string;
  readonly world: World;
  today(): Day;
  /** Throws a RangeError when it is not a calendar day. */
  setToday(day: Day): void;
  /** Makes the next `times` requests to a platform (its mount's name) go wrong. */
  fault(platform: string, fault: Fault, times?: number): void;
  clearFaults(): void;
  /** The last requests, oldest first, at most {@link KEPT_REQUESTS}. */
  readonly requests: readonly RequestRecord[];
  close(): Promise<void>;
}

/** Starts a sandbox on the loopback address: `today` stops the clock, `port` 0 (the default) takes a free one. */
export async function startSandbox(options: { today?: Day; seed?: number; port?: number } = {}): Promise<Sandbox> {
  const board = new Switchboard(options.seed ?? 1, options.today);
  const { url, close } = await listen(options.port ?? 0, board);
  return {
    url,
    close,
    world: board.world,
    today: () => board.today(),
    setToday: (day) => board.setToday(day),
    fault: (platform, fault, times) => board.fault(platform, fault, times),
    clearFaults: () => board.faults.clear(),
    requests: board.requests,
  };
}
