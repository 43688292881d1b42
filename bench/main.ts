import path from 'node:path';
import { parseArgs } from 'node:util';
import { runFirstStart } from './first-start/run-first-start';
import { runGraphql } from './graphql/run-graphql';
import { runIngest } from './ingest/run-ingest';
import { type Section, textOf, writeSection } from './results-file';
import { runStats } from './stats/run-stats';
import { runText } from './text/run-text';

/** How much to measure: what is absent means each bench's own number. */
export interface BenchOptions {
  readonly rows?: number;
  readonly campaigns?: number;
  readonly mentions?: number;
  /** A bench's own numbers are then those of a short run, where it has such. */
  readonly quick: boolean;
  readonly rounds: number;
  /** So many rows are loaded into one table, to see whether it is as fast when it has grown; absent means that it is not looked at. */
  readonly growth?: number;
  /** The only part to measure, where the bench has parts. */
  readonly only?: string;
  /** The command that was given, for the results. */
  readonly command: string;
  /** Writes what is found, a section or what of it is measured already, into the results. */
  readonly write: (section: Section) => void;
}

const BENCHES: Record<string, (options: BenchOptions) => Promise<void>> = {
  ingest: written(runIngest),
  graphql: runGraphql,
  'first-start': written(runFirstStart),
  text: written(runText),
  stats: written(runStats),
};

function written(run: (options: BenchOptions) => Promise<Section>): (options: BenchOptions) => Promise<void> {
  return async (options) => options.write(await run(options));
}

/** The options that are numbers and may be absent. */
const NUMBERS = ['rows', 'campaigns', 'mentions', 'growth'] as const;

const RESULTS = path.join(__dirname, '../../bench/RESULTS.md');

async function main(): Promise<void> {
  // The hub and its peers as they are run: graphql's checks for development cost all of them.
  process.env.NODE_ENV ??= 'production';
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rows: { type: 'string' },
      campaigns: { type: 'string' },
      mentions: { type: 'string' },
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '5' },
      growth: { type: 'string' },
      only: { type: 'string' },
    },
  });
  const names = positionals.length > 0 ? positionals : Object.keys(BENCHES);
  const unknown = names.find((name) => !(name in BENCHES));
  if (unknown) throw new Error(`bench: there is no "${unknown}"; there are ${Object.keys(BENCHES).join(', ')}`);
  const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
  for (const name of names) {
    const command = ['npm run bench --', name, ...flags].join(' ');
    const write = (section: Section) => {
      writeSection(RESULTS, section);
      process.stdout.write(`\n## ${section.title}\n\n${textOf(section)}\n`);
    };
    const numbers: { [key in (typeof NUMBERS)[number]]?: number } = {};
    for (const key of NUMBERS) if (values[key] !== undefined) numbers[key] = wholeNumber(key, values[key]);
    const only = values.only === undefined ? {} : { only: values.only };
    await BENCHES[name]!({ ...numbers, ...only, quick: values.quick, rounds: wholeNumber('rounds', values.rounds), command, write });
  }
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`--${name}: "${text}" is no whole number above 0`);
  return value;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
