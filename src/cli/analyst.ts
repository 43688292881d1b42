import { Command } from 'commander';
import { analystsOf, createAnalyst, revokeAnalyst } from '../database/analysts';
import { type Hub, withHub } from './hub';
import { print } from './print';
import { wholeNumber } from './whole-number';

interface AnalystOptions {
  workspace?: string;
  json?: boolean;
}

/** `brandhub analyst create|list|revoke`: logins that read one workspace with SQL, through the views of schema `analytics`. */
export function analystCommand(): Command {
  const analyst = new Command('analyst').description('logins that read a workspace with SQL: create, list, revoke (docs/sql.md)');
  const ofWorkspace = (command: Command) => command.option('--workspace <key>', 'the workspace; default BRANDHUB_WORKSPACE');
  ofWorkspace(analyst.command('create <name>').description('make a login; its password is shown once and cannot be shown again'))
    .option('--json', 'print JSON')
    .action(create);
  ofWorkspace(analyst.command('list').description('the logins, and since when')).option('--json', 'print JSON').action(list);
  ofWorkspace(analyst.command('revoke').description('take a login back and cut off whoever uses it'))
    .argument('<id>', 'its id, as in the list', wholeNumber)
    .action(revoke);
  return analyst;
}

async function create(name: string, options: AnalystOptions): Promise<void> {
  await withWorkspace(options, async ({ opened, workspace }) => {
    const made = await createAnalyst(opened.ownerUrl, workspace.id, name);
    for (const door of made.openDoors) process.stderr.write(`brandhub: this database lets every login ${door}\n`);
    const shown = [[made.id, made.login, made.connectionString]];
    print({ ...made, workspace: workspace.key }, options, ['id', 'login', 'connection'], shown);
  });
}

async function list(options: AnalystOptions): Promise<void> {
  await withWorkspace(options, async ({ opened, workspace }) => {
    const analysts = await analystsOf(opened.ownerUrl, workspace.id);
    const rows = analysts.map((each) => [
      each.id,
      each.name,
      each.login,
      each.createdAt.toISOString(),
      each.revokedAt ? 'revoked' : 'in force',
    ]);
    print(analysts, options, ['id', 'name', 'login', 'created', 'state'], rows);
  });
}

async function revoke(id: number, options: AnalystOptions): Promise<void> {
  await withWorkspace(options, async ({ opened, workspace }) => {
    if (!(await revokeAnalyst(opened.ownerUrl, workspace.id, id))) throw new Error(`analyst: there is no login ${id} in force`);
    process.stdout.write(`Login ${id} is refused from now on.\n`);
  });
}

function withWorkspace(options: AnalystOptions, work: (hub: Hub) => Promise<void>): Promise<void> {
  return withHub(work, options.workspace === undefined ? {} : { workspace: options.workspace });
}
