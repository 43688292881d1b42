import path from 'node:path';
import { parseArgs } from 'node:util';
import { runFirstStart } from './first-start/run-first-start';
import { runGraphql } from './graphql/run-graphql';
import { runIngest } from './ingest/run-ingest';
import { type Section, writeSection } from './results-file';
import { runStats } from './stats/run-stats';
import { runText } from './text/run-text';

/** How much to measure: rows absent means each bench's own number. */
export interface BenchOptions {
  readonly rows?: number;
  readonly rounds: number;
  /** So many rows are loaded into one table, to see whether it is as fast when it has grown; absent means that it is not looked at. */
  readonly growth?: number;
  /** The command that was given, for the results. */
  readonly command: string;
}

const BENCHES: Record<string, (options: BenchOptions) => Promise<Section>> = {
  ingest: runIngest,
  graphql: runGraphql,
  'first-start': runFirstStart,
  text: runText,
  stats: runStats,
};

const RESULTS = path.join(__dirname, '../../bench/RESULTS.md');

async function main(): Promise<void> {
  // The hub and its peers as they are run: graphql's checks for development cost all of them.
  process.env.NODE_ENV ??= 'production';
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { rows: { type: 'string' }, rounds: { type: 'string', default: '5' }, growth: { type: 'string' } },
  });
  const names = positionals.length > 0 ? positionals : Object.keys(BENCHES);
  const unknown = names.find((name) => !(name in BENCHES));
  if (unknown) throw new Error(`bench: there is no "${unknown}"; there are ${Object.keys(BENCHES).join(', ')}`);
  const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
  for (const name of names) {
    const command = ['npm run bench --', name, ...flags].join(' ');
    const rows = values.rows === undefined ? {} : { rows: wholeNumber('rows', values.rows) };
    const growth = values.growth === undefined ? {} : { growth: wholeNumber('growth', values.growth) };
    const section = await BENCHES[name]!({ ...rows, ...growth, rounds: wholeNumber('rounds', values.rounds), command });
    writeSection(RESULTS, section);
    process.stdout.write(`\n## ${section.title}\n\n${section.body}\n`);
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
