import { Command, Option } from 'commander';
import { ExperimentDecision } from '../../entities/research/ExperimentDecision';
import { ExperimentDesign } from '../../entities/research/ExperimentDesign';
import { CorrectionEnum, EffectScaleEnum, LooksEnum } from '../../entities/research/experiment-enums';
import { decide } from '../metrics/experiment/decide';
import { declareDesign } from '../metrics/experiment/declare-design';
import type { Correction } from '../stats/correct-p-values';
import type { Scale } from '../stats/effect';
import { calendarDay } from './calendar-day';
import { addResultCommands } from './experiment-results';
import { withHub } from './hub';
import { print } from './print';
import { realNumber } from './real-number';
import { wholeNumber } from './whole-number';

type Json = { json?: boolean };
const JSON_OPTION = ['--json', 'print JSON'] as const;
const BY = ['--by <name>', 'who says it', 'command line'] as const;
const DESIGN_HEADER = [
  'experiment',
  'version',
  'hypothesis',
  'family',
  'correction',
  'scale',
  'looks',
  'users an arm',
  'declared by',
  'declared',
];
const DECISION_HEADER = [
  'experiment',
  'metric',
  'variant',
  'shipped',
  'lift',
  'expected',
  'goal',
  'share',
  'reason',
  'decided by',
  'decided',
];

/** `brandhub experiments list|show|plan|designs|declare|decisions|decide`: what came of experiments, what was declared of them, and what was decided. */
export function experimentsCommand(): Command {
  const experiments = new Command('experiments').description('experiments: list, show, plan, designs, declare, decisions, decide');
  addResultCommands(experiments);
  experiments
    .command('designs [experiment]')
    .description('what was declared of experiments, or of one: every version, the newest first')
    .option(...JSON_OPTION)
    .action(listDesigns);
  experiments
    .command('declare <experiment>')
    .description('declare what decides an experiment, best before its first users come; every declaration stays')
    .option('--hypothesis <text>', 'what is expected')
    .option('--unit <name>', 'what is split by chance: a user, a shop, a session')
    .option('--family <metrics...>', 'the metrics that decide: one family for corrections')
    .addOption(new Option('--correction <method>', 'for their number').choices(Object.keys(CorrectionEnum)).default('HOLM'))
    .addOption(new Option('--scale <scale>', 'what is tested').choices(Object.keys(EffectScaleEnum)).default('ABSOLUTE'))
    .addOption(new Option('--looks <looks>', 'how often one looks').choices(Object.keys(LooksEnum)).default('ONE'))
    .option('--users-per-arm <n>', 'the users that are planned', wholeNumber)
    .option('--least-lift <share>', 'the smallest lift that is to be shown; 0.1 is a tenth more', realNumber)
    .option(...BY)
    .option(...JSON_OPTION)
    .action(declare);
  experiments
    .command('decisions [experiment]')
    .description('what was decided on experiments, with the lift as it was seen and as it is to be expected; the newest first')
    .option(...JSON_OPTION)
    .action(listDecisions);
  experiments
    .command('decide <experiment> <metric> <variant>')
    .description('record what was decided, with the lift as it is known now')
    .requiredOption('--reason <text>', 'why it was decided so')
    .option('--shipped', 'everybody gets it')
    .option('--shipped-on <day>', 'since that day; default today', calendarDay)
    .option('--goal <key>', 'the goal whose metric moves by the lift: its forecast takes it in')
    .option('--share <share>', 'the share of the goal’s metric that the change reaches, above 0 and at most 1', realNumber, 1)
    .option('--prior-error <number>', 'how far lifts of such experiments spread; learnt from earlier decisions unless said', realNumber)
    .option(...BY)
    .option(...JSON_OPTION)
    .action(add);
  return experiments;
}

async function listDesigns(experiment: string | undefined, options: Json): Promise<void> {
  await withHub(async (hub) => {
    const where = { workspaceId: hub.workspace.id, ...(experiment === undefined ? {} : { experiment }) };
    const order = { declaredAt: 'DESC', version: 'DESC' } as const;
    showDesigns(await hub.session(({ manager }) => manager.find(ExperimentDesign, { where, order })), options);
  });
}

interface DeclareOptions extends Json {
  hypothesis?: string;
  unit?: string;
  family?: string[];
  correction: Correction;
  scale: Scale;
  looks: keyof typeof LooksEnum;
  usersPerArm?: number;
  leastLift?: number;
  by: string;
}

async function declare(experiment: string, { json, by, family = [], ...design }: DeclareOptions): Promise<void> {
  await withHub(async (hub) => {
    const made = await hub.session((session) => declareDesign(session, experiment, { ...design, family, declaredBy: by }));
    showDesigns([made], json ? { json } : {});
  });
}

async function listDecisions(experiment: string | undefined, options: Json): Promise<void> {
  await withHub(async (hub) => {
    const where = { workspaceId: hub.workspace.id, ...(experiment === undefined ? {} : { experiment }) };
    showDecisions(await hub.session(({ manager }) => manager.find(ExperimentDecision, { where, order: { id: 'DESC' } })), options);
  });
}

interface DecideOptions extends Json {
  reason: string;
  shipped?: boolean;
  shippedOn?: string;
  goal?: string;
  share: number;
  priorError?: number;
  by: string;
}

async function add(experiment: string, metric: string, variant: string, { json, by, shippedOn, ...given }: DecideOptions): Promise<void> {
  const draft = { ...given, metric, variant, shipped: given.shipped ?? false, shippedOn: shippedOn ?? null, decidedBy: by };
  await withHub(async (hub) => {
    const made = await hub.session((session) => decide(session, experiment, draft, { today: hub.today, locale: 'EN' }));
    if (!made) throw new Error(`experiments: nothing was told of "${experiment}"`);
    showDecisions([made], json ? { json } : {});
  });
}

function showDesigns(designs: readonly ExperimentDesign[], options: Json): void {
  const rows = designs.map((each) => [
    ...[each.experiment, each.version, each.hypothesis, each.family.join(' '), each.correction, each.scale, each.looks, each.usersPerArm],
    ...[each.declaredBy, each.declaredAt.toISOString()],
  ]);
  print(
    designs.map(({ workspaceId: _, ...design }) => design),
    options,
    DESIGN_HEADER,
    rows,
  );
}

function showDecisions(decisions: readonly ExperimentDecision[], options: Json): void {
  const rows = decisions.map((each) => [
    ...[each.experiment, each.metric, each.variant, each.shipped, each.lift, each.shrunkLift, each.goal, each.share, each.reason],
    ...[each.decidedBy, each.decidedAt.toISOString()],
  ]);
  print(
    decisions.map(({ workspaceId: _, ...decision }) => decision),
    options,
    DECISION_HEADER,
    rows,
  );
}
