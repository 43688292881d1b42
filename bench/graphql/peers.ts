import { existsSync } from 'node:fs';
import path from 'node:path';
import { ChildServer } from './child-server';
import { GROUP, MONTH, type QuestionName, SEARCH, YEAR } from './questions';

/** Other GraphQL servers to measure beside the hub. */
export type Peer = 'apollo' | 'mercurius';

/** What each is, in words. */
export const PEER_WORDS: Record<Peer, string> = {
  apollo: 'Apollo Server with type-graphql and TypeORM as their guides write it, one statement for each list by a DataLoader.',
  mercurius: 'Mercurius on Fastify with graphql-jit and loaders.',
};

const METRICS = 'spend impressions clicks ctr roasClaimed';
const YEAR_GIVEN = `from: "${YEAR.from}", to: "${YEAR.to}"`;

const IN_THEIR_WORDS: Partial<Record<QuestionName, string>> = {
  Q1: `{ metrics: byChannel(${YEAR_GIVEN}) { rows { dimensions { key } values { metric value } } } }`,
  Q2: `{ metrics: byDay(${YEAR_GIVEN}, campaigns: ${JSON.stringify(GROUP)}) { rows { period values { metric value } } } }`,
  Q3: `{ campaigns(first: 50) { edges { node { key name metrics(from: "${MONTH.from}", to: "${MONTH.to}") { ${METRICS} } } } } }`,
  Q4: `{ campaigns(first: 20, search: "${SEARCH}") { totalCount edges { node { key name platform } } } }`,
  Q5: `{ metrics: byMonthAndBrand(${YEAR_GIVEN}) { rows { period dimensions { key } values { metric value } } } }`,
};

/** The questions as each is asked them: the answers are the hub's. */
export const PEERS: Record<Peer, Partial<Record<QuestionName, string>>> = { apollo: IN_THEIR_WORDS, mercurius: IN_THEIR_WORDS };

/** Starts those that are installed: what is not the product's own comes with `npm install` in `bench/`. */
export async function startPeers(databaseUrl: string): Promise<Map<Peer, ChildServer>> {
  const peers = new Map<Peer, ChildServer>([['apollo', await ChildServer.start('peer-apollo.js', databaseUrl)]]);
  const installed = path.join(__dirname, '../../../bench/node_modules');
  if (existsSync(path.join(installed, 'mercurius')))
    peers.set('mercurius', await ChildServer.start('peer-mercurius.js', databaseUrl, installed));
  return peers;
}
