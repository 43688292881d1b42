import { Command } from 'commander';
import { brandCrises } from '../metrics/crisis/brand-crises';
import { noteCrisis, withNotes } from '../metrics/crisis/crisis-notes';
import { CRISIS_LIMITS, type CrisisLimit, crisisRules, setCrisisRule } from '../metrics/crisis/rule-versions';
import { assertBrand } from './assert-brand';
import { withHub } from './hub';
import { print } from './print';
import { wholeNumber } from './whole-number';
import { WrongUsage } from './wrong-usage';

/** `brandhub crises list|note|rule`: crises of brands, what was done about them, and when talk is one. */
export function crisesCommand(): Command {
  const crises = new Command('crises').description('crises of brands: list, note, rule');
  crises
    .command('list <brand>')
    .description('spikes of mentions of which many are negative and reach people, the oldest first')
    .option('--days <n>', 'of the last days', wholeNumber, 365)
    .option('--json', 'print JSON, with each day and the reasons')
    .action(list);
  crises
    .command('note <brand> <day> <text>')
    .description('note what was done about the crisis of a day')
    .option('--owner <name>', 'who has it in hand from now on')
    .option('--silent-until <day>', 'nobody is to be alerted before this day has passed')
    .action(note);
  crises
    .command('rule')
    .description('when talk is a crisis: the versions of the rule, or a new one')
    .option('--set <name=number>', 'a number of the rule, e.g. leastReach=200 (repeatable)', (each: string, before: string[] = []) => [
      ...before,
      each,
    ])
    .option('--why <text>', 'why it is changed')
    .option('--json', 'print JSON')
    .action(rule);
  return crises;
}

async function list(brand: string, options: { days: number; json?: boolean }): Promise<void> {
  await withHub(async (hub) => {
    const asker = { today: hub.today, locale: 'EN' as const };
    const found = await hub.session(
      async (session) => {
        await assertBrand(session, brand);
        return withNotes(session, brand, await brandCrises(session, brand, { last: options.days, unit: 'DAY' }, asker));
      },
      { snapshot: true },
    );
    const rows = found.map(({ from, to, stage, worst, alertedOn, peak, topics, owner }) => [
      from,
      to,
      stage,
      worst,
      alertedOn,
      peak.mentions,
      peak.expected,
      peak.negativeShare === null ? null : Math.round(peak.negativeShare * 100),
      topics.map(({ topic }) => topic).join(', '),
      owner,
    ]);
    print(found, options, ['from', 'to', 'stage', 'worst', 'alerted', 'peak', 'expected', 'negative %', 'topics', 'owner'], rows);
  });
}

async function note(brand: string, day: string, text: string, options: { owner?: string; silentUntil?: string }): Promise<void> {
  await withHub(async (hub) => {
    const said = { day, note: text, owner: options.owner ?? null, silentUntil: options.silentUntil ?? null, notedBy: 'command line' };
    await hub.session((session) => noteCrisis(session, brand, said));
    process.stdout.write('It is noted.\n');
  });
}

async function rule(options: { set?: string[]; why?: string; json?: boolean }): Promise<void> {
  const changes = Object.fromEntries((options.set ?? []).map(limitOf));
  if (options.set && !options.why) throw new WrongUsage('--why: say why the rule is changed');
  await withHub(async (hub) => {
    const said = { why: options.why ?? '', setBy: 'command line' };
    const versions = await hub.session(async (session) => {
      if (options.set) await setCrisisRule(session, changes, said);
      return crisisRules(session);
    });
    const names = Object.keys(CRISIS_LIMITS) as CrisisLimit[];
    const rows = names.map((name) => [name, ...versions.map((each) => each.rule[name])]);
    print(versions, options, ['number', ...versions.map((each) => each.rule.version)], rows);
  });
}

function limitOf(text: string): [string, number] {
  const [name = '', value = ''] = text.split('=');
  if (value.trim() === '' || Number.isNaN(Number(value))) throw new WrongUsage(`--set: "${text}" is not name=number`);
  return [name, Number(value)];
}
