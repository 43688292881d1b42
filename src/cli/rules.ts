import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Command, Option } from 'commander';
import { answer } from '../metrics/answer';
import { MAPPED } from '../metrics/dimensions';
import { type MappingFault, type MappingFile, mappingFaults, parseMappingFile } from '../metrics/mapping/mapping-file';
import { mappedByDatabase, saveMapping, storedMapping } from '../metrics/mapping/stored-mapping';
import type { Dimension, Question } from '../metrics/question';
import { EXIT } from './exit';
import { withHub } from './hub';
import { print } from './print';
import { wholeNumber } from './whole-number';

/** What shows how much an unmapped name matters. */
const WEIGHTS: Partial<Record<Dimension, string[]>> = {
  CATEGORY: ['revenue', 'orders'],
  MARKET: ['sessions', 'spend', 'revenue'],
  INITIATIVE: ['spend', 'impressions'],
  QUERY_TYPE: ['searchImpressions', 'searchClicks'],
  PAGE_TYPE: ['sessions', 'searchClicks'],
};

/** `brandhub rules check|load|show|unmapped`: what messy names mean. */
export function rulesCommand(): Command {
  const rules = new Command('rules').description('what messy names mean (categories, markets, initiatives …): check, load, show, unmapped');
  const json = ['--json', 'print JSON'] as const;
  rules
    .command('check <file>')
    .description("run a rules file's own tests; nothing is stored")
    .option(...json)
    .action(check);
  rules
    .command('load <file>')
    .description("make a file's rules those that hold, for all days, when its tests pass")
    .option(...json)
    .action(load);
  rules
    .command('show')
    .description('the rules that hold')
    .option(...json)
    .action(show);
  rules
    .command('unmapped')
    .description('the names that no rule maps, the heaviest first')
    .addOption(new Option('--dimension <dimension>', 'default INITIATIVE').choices(Object.keys(MAPPED)).default('INITIATIVE'))
    .option('--days <n>', 'of the last days', wholeNumber, 90)
    .option('--first <n>', 'how many', wholeNumber, 50)
    .option(...json)
    .action(unmapped);
  return rules;
}

async function fileOf(file: string): Promise<MappingFile> {
  if (!existsSync(file)) throw new Error(`${file}: there is no such file`);
  return parseMappingFile(await readFile(file, 'utf8'), path.basename(file));
}

async function check(file: string, options: { json?: boolean }): Promise<void> {
  const mapping = await fileOf(file);
  report(mapping, mappingFaults(mapping), options);
}

async function load(file: string, options: { json?: boolean }): Promise<void> {
  const mapping = await fileOf(file);
  const faults = mappingFaults(mapping);
  if (faults.length > 0) return report(mapping, faults, options);
  await withHub(async (hub) => {
    const changed = await hub.session(async (session) => {
      // The numbers come from the database: what it makes of the names is what counts.
      for (const [dimension, rules] of mapping.rules) {
        const own = mapping.tests.filter((test) => test.dimension === dimension);
        const names = own.map(({ name }) => name);
        const found = await mappedByDatabase(session, rules, names);
        const wrong = own.flatMap((test, i) => (found[i] === test.expected ? [] : [{ ...test, found: found[i] ?? '' }]));
        if (wrong.length > 0) throw new Error(`${dimension}: the database makes "${wrong[0]?.found}" of "${wrong[0]?.name}"`);
      }
      return saveMapping(session, mapping.rules);
    });
    if (options.json) print({ changed }, options, [], []);
    else process.stdout.write(changed ? 'The rules hold from now on, for all days.\n' : 'The rules hold already.\n');
  });
}

function report(mapping: MappingFile, faults: readonly MappingFault[], options: { json?: boolean }): void {
  const rows = faults.map(({ dimension, name, expected, found }) => [dimension, name, expected || '(none)', found || '(none)']);
  if (options.json || rows.length > 0) print(faults, options, ['dimension', 'name', 'expected', 'found'], rows);
  else process.stdout.write(`${mapping.tests.length} names are mapped as expected.\n`);
  if (faults.length > 0) process.exitCode = EXIT.failed;
}

async function show(options: { json?: boolean }): Promise<void> {
  await withHub(async (hub) => {
    const stored = await hub.session((session) => storedMapping(session));
    const rules = [...(stored?.rules ?? [])].flatMap(([dimension, each]) => each.map((rule) => ({ dimension, ...rule })));
    const rows = rules.map(({ dimension, value, match, except }) => [dimension, value, match.join(', '), (except ?? []).join(', ')]);
    print({ recordedAt: stored?.recordedAt ?? null, rules }, options, ['dimension', 'value', 'match', 'except'], rows);
  });
}

async function unmapped(options: { dimension: Dimension; days: number; first: number; json?: boolean }): Promise<void> {
  const { dimension, days, first } = options;
  const named = MAPPED[dimension] as Dimension;
  const select = WEIGHTS[dimension] ?? [];
  const question: Question = {
    select,
    by: [named],
    range: { last: days, unit: 'DAY' },
    where: [{ dimension, op: 'IN', values: [''] }],
    fx: 'DAY_RATE',
    orderBy: select.slice(0, 1).map((metric) => ({ metric, descending: true })),
    totals: false,
    first,
  };
  await withHub(async (hub) => {
    const asker = { today: hub.today, locale: 'EN' as const };
    const { rows } = await hub.session((session) => answer(session, question, asker), { snapshot: true });
    const names = rows.filter((row) => row.dimensions[0]?.key !== '');
    const cells = names.map((row) => [row.dimensions[0]?.label ?? '', ...row.values.map(({ value }) => value)]);
    print(names, options, [named.toLowerCase(), ...select], cells);
  });
}
