import { deepStrictEqual } from 'node:assert';
import { ask } from './ask';
import type { ChildServer } from './child-server';
import type { Way } from './in-turns';
import { PEERS, type Peer } from './peers';
import { QUERIES, type QuestionName } from './questions';

/** A way to one server: what is sent is an empty object where the address is the question. */
export function wayTo(name: string, server: ChildServer, url: string, body: object = {}): Way {
  return { name, server, target: { url, body: JSON.stringify(body) } };
}

/** The ways to a question's answer by way of other GraphQL servers. */
export function waysToPeers(name: QuestionName, peers: ReadonlyMap<Peer, ChildServer>): Way[] {
  return [...peers].map(([peer, server]) => wayTo(peer, server, server.url, { query: PEERS[peer].queries[name] }));
}

/** The hub's way to a question's answer. */
export function wayToHub(way: string, server: ChildServer, name: QuestionName): Way {
  return wayTo(way, server, server.url, { query: QUERIES[name] });
}

/** Asks each way once, and throws when one answers otherwise than the first, the hub's: nothing is measured whose answers differ in one bit. */
export async function sameAnswers(name: QuestionName, ways: readonly Way[]): Promise<string[]> {
  const texts = await Promise.all(ways.map(({ target }) => ask(target)));
  for (const [at, text] of texts.entries()) {
    const { data } = JSON.parse(text);
    const form = PEERS[ways[at]!.name as Peer]?.inHubForm;
    deepStrictEqual(form ? form(name, data) : data, JSON.parse(texts[0]!).data);
  }
  return texts;
}
