import { Agent } from 'node:http';
import { withBenchHub } from '../bench-hub';
import { quantile } from '../median';
import { type Part, tableOf } from '../results-file';
import { CampaignDays } from './campaign-days';
import { ChildServer } from './child-server';
import { inTurns } from './in-turns';
import { AGGREGATES, type QuestionName, WORDS } from './questions';
import { wayToHub } from './same-answers';

const SLICE_MS = 3_000;

/** How many rows the facts have, one after the other, as far as they are to grow. */
export function sizesUpTo(most: number): number[] {
  return [...[500_000, 5_000_000, 20_000_000].filter((each) => each < most), most];
}

/** How long the hub's answers take as the facts below the same campaigns and days grow to `most` rows: a part of the section. */
export function measureGrowth(most: number, campaigns: number, command: string): Promise<Part> {
  return withBenchHub(async (hub) => {
    const days = await CampaignDays.begin(hub, campaigns);
    const sizes: number[] = [];
    const medians = new Map(AGGREGATES.map((name): [QuestionName, number[]] => [name, []]));
    for (const size of sizesUpTo(most)) {
      sizes.push(await days.growTo(size));
      const server = await ChildServer.start('hub-server.js', hub.appUrl, 'anew');
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      try {
        for (const name of AGGREGATES) {
          const measured = await inTurns([wayToHub(name, server, name)], agent, { rounds: 1, connections: 1, sliceMs: SLICE_MS });
          medians.get(name)!.push(quantile(measured.get(name)!.latencies.flat(), 0.5));
        }
      } finally {
        agent.destroy();
        await server.stop();
      }
      process.stderr.write(`graphql: growth measured at ${sizes.at(-1)!.toLocaleString('en')} rows\n`);
    }
    return { title: 'As the facts grow', body: report(sizes, medians, campaigns, command) };
  });
}

function report(
  sizes: readonly number[],
  medians: ReadonlyMap<QuestionName, readonly number[]>,
  campaigns: number,
  command: string,
): string {
  return [
    `\`${command}\`: more and more ads of ${campaigns} campaigns, with one connection, every answer anew: the median in ms, and the last over the first.`,
    tableOf(
      ['question', ...sizes.map((size) => `${size.toLocaleString('en')} rows`), 'growth'],
      AGGREGATES.map((name) => {
        const times = medians.get(name)!;
        return [`${name}: ${WORDS[name]}`, ...times.map((ms) => ms.toFixed(2)), (times.at(-1)! / times[0]!).toFixed(2)];
      }),
    ),
  ].join('\n\n');
}
