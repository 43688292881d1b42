import { strictEqual } from 'node:assert';
import { setTimeout as pause } from 'node:timers/promises';
import type { BenchHub } from '../bench-hub';
import type { BenchOptions } from '../main';
import { ask } from './ask';
import { ChildServer } from './child-server';
import { inTurns, type Measured, type Way } from './in-turns';
import { type Peer, startPeers } from './peers';
import { QUERIES, QUESTIONS, type QuestionName, WITH_GOALS } from './questions';
import { report } from './report';
import { sameAnswers, waysToPeers, wayTo, wayToHub } from './same-answers';

/**
 * How the hub is measured beside those that have the same sums: when code that runs some hundred times a second has long been compiled, as in service. A machine that others use too
 * is slower in one second than in another: short turns are nearer to each other than long ones.
 */
export const SUMS_TURNS = { connections: 10, sliceMs: 1_000, warmingMs: 6_000 };

interface Servers {
  readonly fresh: ChildServer;
  readonly keeping: ChildServer;
  readonly bare: ChildServer;
  readonly peers: ReadonlyMap<Peer, ChildServer>;
}

/** The hub in turns with hand-written SQL behind node:http and with other GraphQL servers, all over the same sums, the others by day. `size` in words. */
export async function measureSums(hub: BenchHub, size: string, { rounds, command }: BenchOptions): Promise<string> {
  const servers: Servers = {
    fresh: await ChildServer.start('hub-server.js', hub.appUrl, 'anew'),
    keeping: await ChildServer.start('hub-server.js', hub.appUrl, 'keep'),
    bare: await ChildServer.start('bare-server.js', hub.superuserUrl),
    peers: await startPeers(hub.superuserUrl, 'rollup'),
  };
  try {
    const measured = new Map<QuestionName, Map<string, Measured>>();
    const statements = new Map<QuestionName, number>();
    for (const name of QUESTIONS) {
      const ways = await comparedWays(name, servers);
      statements.set(name, await statementsOf(QUERIES[name], servers.fresh));
      measured.set(name, await inTurns(ways, { rounds, ...SUMS_TURNS }));
      process.stderr.write(`graphql: ${name} measured\n`);
    }
    const withGoals = await statementsOf(WITH_GOALS, servers.fresh);
    const rss = await Promise.all([servers.fresh, servers.keeping, servers.bare].map(async (each) => (await each.state()).rssBytes));
    return report(measured, { size, turns: { rounds, ...SUMS_TURNS }, command, statements, withGoals, rss });
  } finally {
    for (const server of [servers.fresh, servers.keeping, servers.bare, ...servers.peers.values()]) await server.stop();
  }
}

async function comparedWays(name: QuestionName, { fresh, keeping, bare, peers }: Servers): Promise<Way[]> {
  const kept = wayToHub('kept', keeping, name);
  const ways = [
    wayToHub('hub', fresh, name),
    kept,
    wayTo('bare', bare, `${bare.url}/wholes/${name}`),
    wayTo('bare plain', bare, `${bare.url}/rollup/${name}`),
    ...waysToPeers(name, peers),
  ];
  const [anew = '', again] = await sameAnswers(name, ways);
  strictEqual(again, anew);
  const still = { url: `${keeping.staticUrl}/${Buffer.byteLength(anew)}`, body: kept.target.body };
  return [...ways, { name: 'static', server: keeping, target: still }];
}

/** How many statements the hub's server sends for one answer that it has given before, BEGIN and COMMIT among them. */
async function statementsOf(query: string, fresh: ChildServer): Promise<number> {
  const target = { url: fresh.url, body: JSON.stringify({ query }) };
  await ask(target);
  await pause(200);
  await fresh.state();
  await ask(target);
  // The end of the reading is not waited for by the answer.
  await pause(200);
  return (await fresh.state()).statements;
}
