import type { BenchHub } from '../bench-hub';
import type { BenchOptions } from '../main';
import type { Part } from '../results-file';
import { ChildServer } from './child-server';
import { inTurns, type Measured, type Turns } from './in-turns';
import { startPeers } from './peers';
import { AGGREGATES, type QuestionName } from './questions';
import { reportFacts } from './report';
import { sameAnswers, waysToPeers, wayTo, wayToHub } from './same-answers';

/**
 * How the hub is measured beside those over the facts. An answer of theirs takes a processor for seconds: of more connections than there are processors
 * the answers only wait for each other, and more rounds are not worth their time.
 */
export const FACTS_TURNS: Turns = { rounds: 2, connections: 2, sliceMs: 3_000 };

/** The hub in turns with the others as they would be without its sums by day: over the facts themselves. Their servers run only meanwhile. `size` in words. */
export async function measureFacts(hub: BenchHub, size: string, { rounds, command }: BenchOptions): Promise<Part> {
  const turns = { ...FACTS_TURNS, rounds: Math.min(rounds, FACTS_TURNS.rounds) };
  const fresh = await ChildServer.start('hub-server.js', hub.appUrl, 'anew');
  const bare = await ChildServer.start('bare-server.js', hub.superuserUrl);
  const peers = await startPeers(hub.superuserUrl, 'facts');
  try {
    const measured = new Map<QuestionName, Map<string, Measured>>();
    for (const name of AGGREGATES) {
      const ways = [wayToHub('hub', fresh, name), wayTo('bare', bare, `${bare.url}/facts/${name}`), ...waysToPeers(name, peers)];
      await sameAnswers(name, ways);
      measured.set(name, await inTurns(ways, turns));
      process.stderr.write(`graphql: ${name} measured over the facts\n`);
    }
    return { title: 'Others over the facts', body: reportFacts(measured, { size, turns, command }) };
  } finally {
    for (const server of [fresh, bare, ...peers.values()]) await server.stop();
  }
}
