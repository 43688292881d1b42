import { createHash, randomBytes } from 'node:crypto';
import { Command, Option } from 'commander';
import { ApiKey, ROLES, type Role } from '../../entities/tenancy/ApiKey';
import { withHub } from './hub';
import { print } from './print';
import { wholeNumber } from './whole-number';
import { WrongUsage } from './wrong-usage';

/** `brandhub key create|list|revoke`: the keys that programs call with. */
export function keyCommand(): Command {
  const key = new Command('key').description('API keys: create, list, revoke');
  key
    .command('create <name>')
    .description('make a key; it is shown once and cannot be shown again')
    .addOption(new Option('--role <role>', 'what the caller may do').choices([...ROLES]).default('viewer'))
    .option('--expires <instant>', 'ISO 8601 instant after which the key is refused')
    .option('--json', 'print JSON')
    .action(create);
  key.command('list').description('the keys that are in force').option('--json', 'print JSON').action(list);
  key.command('revoke').description('refuse a key from now on').argument('<id>', 'its id, as in the list', wholeNumber).action(revoke);
  return key;
}

async function create(name: string, options: { role: Role; expires?: string; json?: boolean }): Promise<void> {
  const expiresAt = options.expires ? new Date(options.expires) : null;
  if (expiresAt && Number.isNaN(expiresAt.getTime())) throw new WrongUsage(`--expires: "${options.expires}" is not an ISO 8601 instant`);
  const secret = `bhk_${randomBytes(32).toString('base64url')}`;
  const row = { name, role: options.role, prefix: secret.slice(0, 10), sha256: createHash('sha256').update(secret).digest(), expiresAt };
  await withHub(async (hub) => {
    const saved = await hub.session((session) =>
      session.manager.save(session.manager.create(ApiKey, { ...row, workspaceId: hub.workspace.id, createdAt: new Date() })),
    );
    print({ id: saved.id, name, role: options.role, key: secret }, options, ['id', 'role', 'key'], [[saved.id, options.role, secret]]);
  });
}

async function list(options: { json?: boolean }): Promise<void> {
  await withHub(async (hub) => {
    const keys = await hub.session((session) => session.manager.find(ApiKey, { order: { id: 'ASC' } }));
    const shown = keys.map(({ sha256: _, workspaceId: __, ...rest }) => rest);
    const rows = keys.map((each) => [
      each.id,
      each.name,
      each.role,
      each.prefix,
      each.createdAt.toISOString(),
      each.revokedAt ? 'revoked' : 'in force',
    ]);
    print(shown, options, ['id', 'name', 'role', 'begins with', 'created', 'state'], rows);
  });
}

async function revoke(id: number): Promise<void> {
  await withHub(async (hub) => {
    const changed = await hub.session((session) =>
      session.execute('UPDATE hub.api_key SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL', [id]),
    );
    if (changed === 0) throw new Error(`key: there is no key ${id} in force`);
    process.stdout.write(`Key ${id} is refused from now on.\n`);
  });
}
