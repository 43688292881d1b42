import 'reflect-metadata';
import { Command, CommanderError } from 'commander';
import { BadQuestion } from '../metrics/BadQuestion';
import { doctorCommand } from './doctor';
import { EXIT } from './exit';
import { goalsCommand } from './goals';
import { importCommand } from './import';
import { ingestCommand } from './ingest';
import { keyCommand } from './key';
import { metricCommand } from './metric';
import { migrateCommand } from './migrate';
import { planCommand } from './plan';
import { pullCommand } from './pull';
import { quarantineCommand } from './quarantine';
import { rollupCommand } from './rollup';
import { runsCommand } from './runs';
import { secretsCommand } from './secrets';
import { serveCommand } from './serve';
import { sourcesCommand } from './sources';
import { startCommand } from './start';
import { workCommand } from './work';
import { WrongUsage } from './wrong-usage';

const COMMANDS = [
  startCommand,
  serveCommand,
  workCommand,
  sourcesCommand,
  pullCommand,
  importCommand,
  ingestCommand,
  planCommand,
  metricCommand,
  goalsCommand,
  runsCommand,
  quarantineCommand,
  keyCommand,
  secretsCommand,
  rollupCommand,
  migrateCommand,
  doctorCommand,
];

/** Runs the command line. Errors go to stderr as one line; the exit code is 0 done, 1 failed, 2 wrong usage, 3 done in part. */
export async function program(argv: string[]): Promise<void> {
  const root = new Command('brandhub')
    .description('Marketing and brand analytics: pull, keep, ask, and trace every number to its records and its goal.')
    .version('0.1.0')
    .showSuggestionAfterError()
    .showHelpAfterError('(add --help for the whole usage)')
    .enablePositionalOptions()
    .exitOverride();
  for (const command of COMMANDS) root.addCommand(withExitOverride(command()));
  try {
    await root.parseAsync(argv);
  } catch (error) {
    process.exitCode = report(error);
  }
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
