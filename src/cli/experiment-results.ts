import { type Command, Option } from 'commander';
import { CorrectionEnum, EffectScaleEnum, LooksEnum, PlanMethodEnum } from '../../entities/research/experiment-enums';
import { answerExperiment, type ExperimentAnswer, type ResultQuestion } from '../metrics/experiment/experiment-answer';
import type { Judgement } from '../metrics/experiment/judge';
import { outlinesMatching } from '../metrics/experiment/outlines-matching';
import { type PlanQuestion, planExperiment } from '../metrics/experiment/plan-experiment';
import type { Asker } from '../metrics/question';
import { withHub } from './hub';
import { print } from './print';
import { realNumber } from './real-number';
import { toDigits } from './short-number';
import { wholeNumber } from './whole-number';

type Json = { json?: boolean };
const JSON_OPTION = ['--json', 'print JSON'] as const;
const RESULT_HEADER = ['metric', 'variant', 'baseline', 'value', 'lift', 'from', 'to', 'p', 'adjusted', 'chance', 'verdict', 'reason'];

/** Adds `experiments list|show|plan`: what came of experiments, and what one would need. */
export function addResultCommands(experiments: Command): void {
  experiments
    .command('list [search]')
    .description('experiments that results were told of, the newest first')
    .option(...JSON_OPTION)
    .action(list);
  experiments
    .command('show <experiment>')
    .description('what came of an experiment: split, arms, lifts with intervals, verdicts with reasons')
    .option('--baseline <arm>', 'the arm to compare with')
    .option('--family <metrics...>', 'the metrics that decide')
    .addOption(new Option('--scale <scale>', 'what is tested').choices(Object.keys(EffectScaleEnum)))
    .addOption(new Option('--correction <method>', 'for their number').choices(Object.keys(CorrectionEnum)))
    .addOption(new Option('--looks <looks>', 'how often one looks').choices(Object.keys(LooksEnum)))
    .option('--cuped', 'take out what users were like before; of units only')
    .option('--winsorise <percentile>', 'lower values above it, e.g. 0.99; of units only', realNumber)
    .option('--quantile <share>', 'compare this quantile, e.g. 0.5; of units only', realNumber)
    .addOption(new Option('--locale <locale>', 'language of reasons').choices(['EN', 'ZH_HANS', 'ZH_HANT']).default('EN'))
    .option(...JSON_OPTION)
    .action(show);
  experiments
    .command('plan <share>')
    .description('users that an experiment on a share needs to show a lift, or the lift that so many can show')
    .option('--lift <share>', '0.1 is a tenth more', realNumber)
    .option('--users-per-arm <n>', 'in place of a lift', wholeNumber)
    .option('--arms <n>', 'arms, the baseline included', wholeNumber, 2)
    .option('--users-a-day <n>', 'of all arms together', realNumber)
    .option('--alpha <level>', 'of false alarms', realNumber, 0.05)
    .option('--power <chance>', 'to see the lift', realNumber, 0.8)
    .addOption(new Option('--method <method>', 'how the error is reckoned').choices(Object.keys(PlanMethodEnum)).default('UNPOOLED'))
    .option(...JSON_OPTION)
    .action(plan);
}

async function list(search: string | undefined, options: Json): Promise<void> {
  await withHub(async (hub) => {
    const found = await hub.session((session) => outlinesMatching(session, search ?? ''), { snapshot: true });
    print(
      found,
      options,
      ['experiment', 'name', 'last day'],
      found.map(({ key, name, day }) => [key, name, day]),
    );
  });
}

async function show(key: string, { json, locale, ...asked }: Json & ResultQuestion & { locale: Asker['locale'] }): Promise<void> {
  await withHub(async (hub) => {
    const read = <T>(work: Parameters<typeof hub.session<T>>[0]) => hub.session(work, { snapshot: true });
    const found = await read((session) => answerExperiment(session, key));
    if (!found) throw new Error(`experiments: nothing was told of "${key}"`);
    const results = await found.results(asked, locale, read);
    const checks = { sampleRatio: found.sampleRatio(locale), multipleExposures: found.exposures(locale), before: found.before() };
    const { name, phase, day, arms, design } = found;
    print({ key, name, phase, day, arms, design, ...checks, results }, json ? { json } : {}, RESULT_HEADER, results.map(rowOf));
    if (!json) showArms(found, locale);
  });
}

function rowOf({
  metric,
  variant,
  baselineValue,
  value,
  lift,
  liftInterval,
  pValue,
  adjustedPValue,
  chanceToWin,
  verdict,
  reason,
}: Judgement) {
  const numbers = [baselineValue, value, lift, liftInterval?.low ?? null, liftInterval?.high ?? null, pValue, adjustedPValue, chanceToWin];
  return [metric, variant, ...numbers.map((value) => toDigits(value, 4)), verdict, reason];
}

function showArms(found: ExperimentAnswer, locale: Asker['locale']): void {
  const { ok, pValue, reason } = found.sampleRatio(locale);
  const arms = found.arms.map(({ key, users, weight }) => `${key} ${users} (${weight === null ? '–' : `${100 * weight} %`})`);
  process.stderr.write(`${found.name}, up to ${found.day}: ${arms.join(', ')}\n`);
  process.stderr.write(`split ${ok ? 'as planned' : 'not to be believed'}, p ${toDigits(pValue, 4)}${reason ? `: ${reason}` : ''}\n`);
}

function plan(
  share: string,
  { json, ...asked }: Json & Omit<PlanQuestion, 'share' | 'lift' | 'usersPerArm' | 'usersADay'> & Partial<PlanQuestion>,
): void {
  const given = { lift: asked.lift ?? null, usersPerArm: asked.usersPerArm ?? null, usersADay: asked.usersADay ?? null };
  const found = planExperiment({ ...asked, ...given, share: Number(share) });
  print(found, json ? { json } : {}, ['users an arm', 'lift', 'days'], [[found.usersPerArm, toDigits(found.lift, 4), found.days]]);
}
