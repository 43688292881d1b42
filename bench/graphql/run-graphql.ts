import { deepStrictEqual, strictEqual } from 'node:assert';
import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { withBenchHub } from '../bench-hub';
import type { BenchOptions } from '../main';
import type { Section } from '../results-file';
import { ask } from './ask';
import { CampaignDays } from './campaign-days';
import { ChildServer } from './child-server';
import { inTurns, type Measured, type Way } from './in-turns';
import { measureGrowth } from './measure-growth';
import { fillMentions } from './mention-rows';
import { PEERS, type Peer, startPeers } from './peers';
import { QUERIES, QUESTIONS, type QuestionName, WITH_GOALS } from './questions';
import { report } from './report';

const ROWS = 1_000_000;
/** A mention to so many rows of ads. */
const ROWS_PER_MENTION = 10;
export const CONNECTIONS = 10;
export const SLICE_MS = 2_000;

interface Servers {
  readonly fresh: ChildServer;
  readonly keeping: ChildServer;
  readonly bare: ChildServer;
  readonly peers: ReadonlyMap<Peer, ChildServer>;
}

/** Answering over HTTP, against hand-written SQL behind node:http over the same sums by day and over the facts, and against other GraphQL servers. */
export async function runGraphql({ rows = ROWS, rounds, growth, command }: BenchOptions): Promise<Section> {
  const grown = growth === undefined ? '' : await measureGrowth(growth);
  return withBenchHub(async (hub) => {
    const days = await CampaignDays.begin(hub);
    const filled = await days.growTo(rows);
    const mentions = Math.round(rows / ROWS_PER_MENTION);
    await fillMentions(hub, days.sourceId, mentions);
    const servers: Servers = {
      fresh: await ChildServer.start('hub-server.js', hub.appUrl, 'anew'),
      keeping: await ChildServer.start('hub-server.js', hub.appUrl, 'keep'),
      bare: await ChildServer.start('bare-server.js', hub.superuserUrl),
      peers: await startPeers(hub.superuserUrl),
    };
    const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
    try {
      const measured = new Map<QuestionName, Map<string, Measured>>();
      const statements = new Map<QuestionName, number>();
      for (const name of QUESTIONS) {
        const ways = await comparedWays(name, servers, agent);
        statements.set(name, await statementsOf(QUERIES[name], servers.fresh, agent));
        measured.set(name, await inTurns(ways, agent, { rounds, connections: CONNECTIONS, sliceMs: SLICE_MS }));
        process.stderr.write(`graphql: ${name} measured\n`);
      }
      const withGoals = await statementsOf(WITH_GOALS, servers.fresh, agent);
      const rss = await Promise.all([servers.fresh, servers.keeping, servers.bare].map(async (each) => (await each.state()).rssBytes));
      const run = { filled, mentions, rounds, command, version: hub.version, statements, withGoals, rss };
      return { title: 'graphql', body: [report(measured, run), ...(grown ? [grown] : [])].join('\n\n') };
    } finally {
      agent.destroy();
      for (const server of [servers.fresh, servers.keeping, servers.bare, ...servers.peers.values()]) await server.stop();
    }
  });
}

/** The ways to an answer. Nothing is measured whose answers differ in one bit. */
async function comparedWays(name: QuestionName, { fresh, keeping, bare, peers }: Servers, agent: Agent): Promise<Way[]> {
  const body = JSON.stringify({ query: QUERIES[name] });
  const of = (server: ChildServer, url: string, sent = '{}') => ({ server, target: { url, body: sent } });
  const ways: Way[] = [
    { name: 'hub', ...of(fresh, fresh.url, body) },
    { name: 'kept', ...of(keeping, keeping.url, body) },
    { name: 'rollup', ...of(bare, `${bare.url}/rollup/${name}`) },
    { name: 'facts', ...of(bare, `${bare.url}/facts/${name}`) },
    ...[...peers].map(([peer, server]) => ({
      name: peer,
      ...of(server, server.url, JSON.stringify({ query: PEERS[peer].queries[name] })),
    })),
  ];
  const texts = await Promise.all(ways.map(({ target }) => ask(target, agent)));
  const [hub = '', kept] = texts;
  for (const [at, text] of texts.entries()) {
    const { data } = JSON.parse(text);
    const form = PEERS[ways[at]!.name as Peer]?.inHubForm;
    deepStrictEqual(form ? form(name, data) : data, JSON.parse(hub).data);
  }
  strictEqual(kept, hub);
  return [...ways, { name: 'static', ...of(keeping, `${keeping.staticUrl}/${Buffer.byteLength(hub)}`, body) }];
}

/** How many statements the hub's server sends for one answer that it has given before, BEGIN and COMMIT among them. */
async function statementsOf(query: string, fresh: ChildServer, agent: Agent): Promise<number> {
  const target = { url: fresh.url, body: JSON.stringify({ query }) };
  await ask(target, agent);
  await pause(200);
  await fresh.state();
  await ask(target, agent);
  // The end of the reading is not waited for by the answer.
  await pause(200);
  return (await fresh.state()).statements;
}
