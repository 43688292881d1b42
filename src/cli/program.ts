import 'reflect-metadata';
import { Command, CommanderError } from 'commander';
import { BadQuestion } from '../metrics/BadQuestion';
import { EXIT } from './exit';
import { WrongUsage } from './wrong-usage';

/** Each loads what it needs when it is asked for: most of what a short command takes is loading. */
const COMMANDS: Record<string, () => Command> = {
  start: () => (require('./start') as typeof import('./start')).startCommand(),
  serve: () => (require('./serve') as typeof import('./serve')).serveCommand(),
  work: () => (require('./work') as typeof import('./work')).workCommand(),
  sources: () => (require('./sources') as typeof import('./sources')).sourcesCommand(),
  pull: () => (require('./pull') as typeof import('./pull')).pullCommand(),
  import: () => (require('./import') as typeof import('./import')).importCommand(),
  ingest: () => (require('./ingest') as typeof import('./ingest')).ingestCommand(),
  plan: () => (require('./plan') as typeof import('./plan')).planCommand(),
  metric: () => (require('./metric') as typeof import('./metric')).metricCommand(),
  attribution: () => (require('./attribution') as typeof import('./attribution')).attributionCommand(),
  mix: () => (require('./mix') as typeof import('./mix')).mixCommand(),
  'geo-test': () => (require('./geo-test') as typeof import('./geo-test')).geoTestCommand(),
  catalog: () => (require('./catalog') as typeof import('./catalog')).catalogCommand(),
  study: () => (require('./study') as typeof import('./study')).studyCommand(),
  export: () => (require('./export') as typeof import('./export')).exportCommand(),
  snapshot: () => (require('./snapshot') as typeof import('./snapshot')).snapshotCommand(),
  goals: () => (require('./goals') as typeof import('./goals')).goalsCommand(),
  rules: () => (require('./rules') as typeof import('./rules')).rulesCommand(),
  creators: () => (require('./creators') as typeof import('./creators')).creatorsCommand(),
  search: () => (require('./search') as typeof import('./search')).searchCommand(),
  runs: () => (require('./runs') as typeof import('./runs')).runsCommand(),
  quarantine: () => (require('./quarantine') as typeof import('./quarantine')).quarantineCommand(),
  key: () => (require('./key') as typeof import('./key')).keyCommand(),
  analyst: () => (require('./analyst') as typeof import('./analyst')).analystCommand(),
  secrets: () => (require('./secrets') as typeof import('./secrets')).secretsCommand(),
  rollup: () => (require('./rollup') as typeof import('./rollup')).rollupCommand(),
  migrate: () => (require('./migrate') as typeof import('./migrate')).migrateCommand(),
  mentions: () => (require('./mentions') as typeof import('./mentions')).mentionsCommand(),
  crises: () => (require('./crises') as typeof import('./crises')).crisesCommand(),
  research: () => (require('./research') as typeof import('./research')).researchCommand(),
  experiments: () => (require('./experiments') as typeof import('./experiments')).experimentsCommand(),
  alerts: () => (require('./alerts') as typeof import('./alerts')).alertsCommand(),
  doctor: () => (require('./doctor') as typeof import('./doctor')).doctorCommand(),
};

/** Runs the command line. Errors go to stderr as one line; the exit code is 0 done, 1 failed, 2 wrong usage, 3 done in part. */
export async function program(argv: string[]): Promise<void> {
  const root = new Command('brandhub')
    .description('Marketing and brand analytics: pull, keep, ask, and trace every number to its records and its goal.')
    .version('0.1.0')
    .showSuggestionAfterError()
    .showHelpAfterError('(add --help for the whole usage)')
    .enablePositionalOptions()
    .exitOverride();
  for (const command of asked(argv)) root.addCommand(withExitOverride(command()));
  try {
    await root.parseAsync(argv);
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** The one command that is named, or all where none is: for the list, and for what a misspelt name may have meant. */
function asked([, , name = '']: string[]): (() => Command)[] {
  const one = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  return one ? [one] : Object.values(COMMANDS);
}

function withExitOverride(command: Command): Command {
  for (const child of command.commands) withExitOverride(child);
  // What stands after a child's name is the child's: both may have a --json.
  return command.enablePositionalOptions().exitOverride().showHelpAfterError('(add --help for the whole usage)');
}

function report(error: unknown): number {
  // Commander has already printed its own message.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  process.stderr.write(`brandhub: ${error instanceof Error ? error.message : String(error)}\n`);
  return error instanceof WrongUsage || error instanceof BadQuestion ? EXIT.usage : EXIT.failed;
}
