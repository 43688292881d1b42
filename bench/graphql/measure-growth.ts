import { Agent } from 'node:http';
import { withBenchHub } from '../bench-hub';
import { quantile } from '../median';
import { tableOf } from '../results-file';
import { CampaignDays } from './campaign-days';
import { ChildServer } from './child-server';
import { inTurns } from './in-turns';
import { QUERIES, type QuestionName, WORDS } from './questions';

/** How many rows the facts have, one after the other, as far as they are to grow. */
const SIZES = [500_000, 5_000_000, 20_000_000];
const ASKED: readonly QuestionName[] = ['Q1', 'Q2', 'Q3', 'Q5'];
const SLICE_MS = 3_000;

/** How long the hub's answers take as the facts below the same campaigns and days grow to `most` rows: a part of the section. */
export function measureGrowth(most: number): Promise<string> {
  return withBenchHub(async (hub) => {
    const days = await CampaignDays.begin(hub);
    const sizes: number[] = [];
    const medians = new Map(ASKED.map((name): [QuestionName, number[]] => [name, []]));
    for (const size of [...SIZES.filter((each) => each < most), most]) {
      sizes.push(await days.growTo(size));
      const server = await ChildServer.start('hub-server.js', hub.appUrl, 'anew');
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      try {
        for (const name of ASKED) {
          const way = { name, server, target: { url: server.url, body: JSON.stringify({ query: QUERIES[name] }) } };
          const measured = await inTurns([way], agent, { rounds: 1, connections: 1, sliceMs: SLICE_MS });
          medians.get(name)!.push(quantile(measured.get(name)!.latencies, 0.5));
        }
      } finally {
        agent.destroy();
        await server.stop();
      }
      process.stderr.write(`graphql: ${size} rows measured\n`);
    }
    return [
      'As the facts grow, with one connection, every answer anew: the median in ms, and the last over the first.',
      tableOf(
        ['question', ...sizes.map((size) => `${size.toLocaleString('en')} rows`), 'growth'],
        ASKED.map((name) => {
          const times = medians.get(name)!;
          return [`${name}: ${WORDS[name]}`, ...times.map((ms) => ms.toFixed(2)), (times.at(-1)! / times[0]!).toFixed(2)];
        }),
      ),
    ].join('\n\n');
  });
}
