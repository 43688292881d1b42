import { type BenchHub, withBenchHub } from '../bench-hub';
import { median } from '../median';
import { type Part, tableOf } from '../results-file';
import { CampaignDays } from './campaign-days';
import { ChildServer } from './child-server';
import { inTurns, type Measured, type Turns } from './in-turns';
import { AGGREGATES, type QuestionName, WORDS } from './questions';
import { wayToHub } from './same-answers';

/** How many rows the facts have that do not grow. */
export const FIRST_SIZE = 500_000;

/** How a size is measured beside the first one. */
export const GROWTH_TURNS: Turns = { rounds: 2, connections: 1, sliceMs: 2_000 };

/** At one size: of each question, what the small hub and the grown one showed in turns. */
interface Grown {
  readonly rows: number;
  readonly measured: ReadonlyMap<QuestionName, ReadonlyMap<string, Measured>>;
}

/** How many rows the facts have that grow, one size after the other; throws when that is no growth. */
export function sizesUpTo(most: number): number[] {
  if (most <= FIRST_SIZE) throw new Error(`--growth: to grow is to have more than the first ${FIRST_SIZE} rows, not ${most}`);
  return [...[5_000_000].filter((each) => each < most), most];
}

/**
 * How long the hub's answers take as the facts below the same campaigns and days grow to `most` rows: a part of the section. A hub that has the first size
 * and keeps it is asked in turns with the one that grows, so that a slower hour of the machine is not taken for growth.
 */
export function measureGrowth(most: number, campaigns: number, command: string): Promise<Part> {
  return withBenchHub(async (small) => {
    const first = await (await CampaignDays.begin(small, campaigns)).growTo(FIRST_SIZE);
    return withBenchHub(async (large) => {
      const days = await CampaignDays.begin(large, campaigns);
      const grown: Grown[] = [];
      for (const size of sizesUpTo(most)) {
        const rows = await days.growTo(size);
        grown.push({ rows, measured: await measureBoth(small, large) });
        process.stderr.write(`graphql: growth measured at ${rows.toLocaleString('en')} rows\n`);
      }
      return { title: 'As the facts grow', body: report(first, grown, campaigns, command) };
    });
  });
}

async function measureBoth(small: BenchHub, large: BenchHub): Promise<Grown['measured']> {
  const [first, grown] = [
    await ChildServer.start('hub-server.js', small.appUrl, 'anew'),
    await ChildServer.start('hub-server.js', large.appUrl, 'anew'),
  ];
  try {
    const measured = new Map<QuestionName, Map<string, Measured>>();
    for (const name of AGGREGATES) {
      measured.set(name, await inTurns([wayToHub('first', first, name), wayToHub('grown', grown, name)], GROWTH_TURNS));
    }
    return measured;
  } finally {
    for (const server of [first, grown]) await server.stop();
  }
}

function report(first: number, grown: readonly Grown[], campaigns: number, command: string): string {
  const rows = (count: number) => `${count.toLocaleString('en')} rows`;
  const medians = ({ measured }: Grown, name: QuestionName, way: 'first' | 'grown') => measured.get(name)!.get(way)!.latencies.map(median);
  const growth = (each: Grown, name: QuestionName) => {
    const before = medians(each, name, 'first');
    return median(medians(each, name, 'grown').map((ms, round) => ms / before[round]!)).toFixed(2);
  };
  return [
    `\`${command}\`: more and more ads of ${campaigns} campaigns, with one connection, every answer anew. The median in ms here, and how many times as long an answer takes as the same one over ${rows(first)} in a database of its own, asked in turns, slices of ${GROWTH_TURNS.sliceMs / 1000} s, ${GROWTH_TURNS.rounds} rounds after one to warm up.`,
    tableOf(
      ['question', `${rows(first)}: ms`, ...grown.flatMap((each) => [`${rows(each.rows)}: ms`, 'times as long'])],
      AGGREGATES.map((name) => [
        `${name}: ${WORDS[name]}`,
        median(grown.flatMap((each) => medians(each, name, 'first'))).toFixed(2),
        ...grown.flatMap((each) => [median(medians(each, name, 'grown')).toFixed(2), growth(each, name)]),
      ]),
    ),
  ].join('\n\n');
}
