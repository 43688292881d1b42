import { addDays, type Day, toEpoch } from '../../../src/lib/day';
import type { CompanyFile } from './collaborations';
import { roll } from './dice';

const WEEKS = 12;
const RUNS = 5;
const ENGINES = ['chatgpt', 'gemini', 'perplexity'];
const PROMPTS = ['best green tea to buy online', 'a tea subscription as a gift', 'where does good matcha come from'];
/** How likely an answer names the brand at first, how much that grows by the last week, and its site where it is an own one. */
const NAMED: readonly (readonly [brand: string, chance: number, growth: number, site: string])[] = [
  ['kumo', 0.3, 0.2, 'https://kumotea.example/'],
  ['teaforest', 0.45, 0, ''],
];

/** What answer engines said of Kumo Tea and its rival, week by week: every prompt five times at every engine. */
export function answersFile(seed: number, today: Day): CompanyFile {
  const rows: string[] = ['day,engine,prompt,run,brand,named,place,cited,language'];
  for (let week = 0; week < WEEKS; week++) {
    const day = addDays(today, -7 * (WEEKS - week));
    for (const engine of ENGINES)
      for (const prompt of PROMPTS) for (let run = 1; run <= RUNS; run++) rows.push(...answer(seed, day, engine, prompt, run, week));
  }
  return { name: 'answer-runs.csv', text: rows.join('\n') };
}

/** One answer: a row for every brand, named or not, in the order in which it names them. */
function answer(seed: number, day: Day, engine: string, prompt: string, run: number, week: number): string[] {
  const dice = roll(seed, 'answer', engine, prompt, toEpoch(day) * RUNS + run);
  let place = 0;
  return NAMED.map(([brand, chance, growth, site]) => {
    const isNamed = dice.chance(chance + (growth * week) / WEEKS);
    if (isNamed) place += 1;
    const isCited = isNamed && site !== '' && dice.chance(0.4);
    return [day, engine, prompt, run, brand, isNamed ? 'yes' : 'no', isNamed ? place : '', isCited ? site : '', 'en'].join(',');
  });
}
