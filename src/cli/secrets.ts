import { Command } from 'commander';
import type { DataSource } from 'typeorm';
import { resealSecrets } from '../../ingest/source-secrets';
import { resealDestinations } from '../alerts/destinations';
import { inWorkspace, type Session } from '../database/session';
import { addKeyToFile, dropOldKeysFromFile } from '../lib/seal';
import { type Hub, withHub } from './hub';
import { ingestDeps, keyFile } from './ingest-deps';
import { print } from './print';
import { WrongUsage } from './wrong-usage';

const KEY_BYTES = 32;

/** `brandhub secrets rotate`: a new key for the credentials of all sources and alert destinations, in every workspace, while servers and workers go on. */
export function secretsCommand(): Command {
  const secrets = new Command('secrets').description('secrets: replace the key that seals the credentials of sources and destinations');
  secrets
    .command('rotate')
    .description('seal all credentials under a new key; with BRANDHUB_SECRET_KEY set to "new,old", under the new one')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      await withHub(async (hub) => {
        prepareKey(hub);
        const rotated = await resealAll(hub);
        if (hub.config.secretKey === null) dropOldKeysFromFile(keyFile(hub));
        print(
          rotated,
          options,
          ['workspace', 'sealed anew'],
          rotated.map(({ workspace, sealed }) => [workspace, sealed]),
        );
      });
    });
  return secrets;
}

/** The new key stands before the old one from here on: whoever reads a secret meanwhile can open both kinds. */
function prepareKey(hub: Hub): void {
  const { secretKey } = hub.config;
  if (secretKey === null) addKeyToFile(keyFile(hub));
  else if (secretKey.length === KEY_BYTES)
    throw new WrongUsage(
      'BRANDHUB_SECRET_KEY: set it to the new key and the old one, "new,old", here and where servers and workers run; the old one can go afterwards',
    );
}

async function resealAll(hub: Hub): Promise<{ workspace: string; sealed: number }[]> {
  const { key } = ingestDeps(hub);
  const workspaces = (await (hub.database as DataSource).query('SELECT id, key FROM hub.workspaces()')) as { id: number; key: string }[];
  const rotated = [];
  for (const { id, key: workspace } of workspaces) {
    const reseal = async (session: Session) => (await resealSecrets(session, key)) + (await resealDestinations(session, key));
    rotated.push({ workspace, sealed: await inWorkspace(hub.database, id, reseal) });
  }
  return rotated;
}
