import { repeat, type Target } from './ask';
import type { ChildServer } from './child-server';

/** One way to get an answer: what to send, and the process that answers. */
export interface Way {
  readonly name: string;
  readonly target: Target;
  readonly server: ChildServer;
}

/** What was measured of a way, round by round. */
export interface Measured {
  readonly perSecond: number[];
  /** Milliseconds, answer by answer. */
  readonly latencies: number[][];
  /** Milliseconds of processor that the answering process took for an answer. */
  readonly cpuMs: number[];
}

/** How to measure. */
export interface Turns {
  readonly rounds: number;
  readonly connections: number;
  readonly sliceMs: number;
  /** How long each way is asked before anything is measured; a slice when absent. */
  readonly warmingMs?: number;
}

/** How long a way is asked before its slice: a process that stood still while the others had their turns has lost its place in the caches. */
export const SETTLING_MS = 500;

/** Asks each way in turns, slice by slice. The first round only warms; who is first changes with the round. */
export async function inTurns(
  ways: readonly Way[],
  { rounds, connections, sliceMs, warmingMs = sliceMs }: Turns,
): Promise<Map<string, Measured>> {
  const measured = new Map(ways.map(({ name }) => [name, { perSecond: [], latencies: [], cpuMs: [] } as Measured]));
  for (let round = 0; round <= rounds; round++) {
    for (let turn = 0; turn < ways.length; turn++) {
      const { name, target, server } = ways[(round + turn) % ways.length]!;
      await repeat(target, connections, SETTLING_MS);
      await server.state();
      const { latencies, ms } = await repeat(target, connections, round === 0 ? warmingMs : sliceMs);
      const { cpuMs } = await server.state();
      if (round === 0) continue;
      const found = measured.get(name)!;
      found.perSecond.push((latencies.length / ms) * 1000);
      found.latencies.push(latencies);
      found.cpuMs.push(cpuMs / latencies.length);
    }
  }
  return measured;
}
