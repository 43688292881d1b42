import { existsSync } from 'node:fs';
import path from 'node:path';
import type { TableName } from './bare-answers';
import { ChildServer } from './child-server';
import { inHubForm, POSTGRAPHILE_QUERIES } from './postgraphile-words';
import { BRAND, GROUP, MONTH, type QuestionName, SEARCH, YEAR } from './questions';

/** Other GraphQL servers to measure beside the hub. */
export type Peer = 'apollo' | 'mercurius' | 'yoga' | 'postgraphile';

/** How one is asked. */
interface PeerWords {
  /** What it is, in words. */
  readonly words: string;
  readonly queries: Record<QuestionName, string>;
  /** Its answer in the hub's form, where it has another. */
  readonly inHubForm?: (name: QuestionName, data: unknown) => object;
}

const METRICS = 'spend impressions clicks ctr roasClaimed';
const YEAR_GIVEN = `from: "${YEAR.from}", to: "${YEAR.to}"`;

const IN_THEIR_WORDS: Record<QuestionName, string> = {
  Q1: `{ metrics: byChannel(${YEAR_GIVEN}) { rows { dimensions { key } values { metric value } } } }`,
  Q2: `{ metrics: byDay(${YEAR_GIVEN}, campaigns: ${JSON.stringify(GROUP)}) { rows { period values { metric value } } } }`,
  Q3: `{ campaigns(first: 50) { edges { node { key name metrics(from: "${MONTH.from}", to: "${MONTH.to}") { ${METRICS} } } } } }`,
  Q4: `{ mentions(first: 20, search: "${SEARCH}", brand: "${BRAND}", ${YEAR_GIVEN}) { totalCount edges { node { publishedAt text sentiment engagements } } } }`,
  Q5: `{ metrics: byMonthAndBrand(${YEAR_GIVEN}) { rows { period dimensions { key } values { metric value } } } }`,
};

/** The questions as each is asked them: the answers are the hub's. */
export const PEERS: Record<Peer, PeerWords> = {
  apollo: {
    words: 'Apollo Server with type-graphql and TypeORM as their guides write it, one statement for each list by a DataLoader.',
    queries: IN_THEIR_WORDS,
  },
  mercurius: { words: 'Mercurius on Fastify with graphql-jit and loaders, over the SQL of bare plain.', queries: IN_THEIR_WORDS },
  yoga: { words: 'graphql-yoga on node:http with a DataLoader, over the SQL of bare plain.', queries: IN_THEIR_WORDS },
  postgraphile: {
    words:
      'PostGraphile 5 with its plugins for aggregates and filters, over views and a function; it gives sums and leaves the quotients to the client.',
    queries: POSTGRAPHILE_QUERIES,
    inHubForm,
  },
};

/** Starts those that are installed, over one of the tables (months and weeks are the hub's own choice of what to read): what is not the product's own comes with `npm install` in `bench/`. */
export async function startPeers(databaseUrl: string, table: Exclude<TableName, 'wholes'>): Promise<Map<Peer, ChildServer>> {
  const peers = new Map<Peer, ChildServer>([['apollo', await ChildServer.start('peer-apollo.js', databaseUrl, table)]]);
  const installed = path.join(__dirname, '../../../bench/node_modules');
  for (const [peer, name] of [
    ['mercurius', 'mercurius'] as const,
    ['yoga', 'graphql-yoga'] as const,
    ['postgraphile', 'postgraphile'] as const,
  ]) {
    if (existsSync(path.join(installed, name))) peers.set(peer, await ChildServer.start(`peer-${peer}.js`, databaseUrl, table, installed));
  }
  return peers;
}
