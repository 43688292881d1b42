import path from 'node:path';
import { HostRates } from '../../ingest/host-rates';
import { loadConnectors } from '../../ingest/load-connectors';
import type { IngestDeps } from '../../ingest/run-pull';
import { keyFromFile } from '../lib/seal';
import type { Hub } from './hub';

/** What pulling needs, from a command's hub. The key that opens secrets is the setting's, else that of the key file under home. */
export function ingestDeps(hub: Hub): IngestDeps {
  return {
    database: hub.database,
    connectors: loadConnectors(),
    key: hub.config.secretKey ?? (() => keyFromFile(keyFile(hub))),
    log: hub.log,
    rates: HostRates.shared(hub.database, hub.log),
  };
}

/** The file that holds the key when no setting does. */
export function keyFile(hub: Hub): string {
  return path.join(hub.config.home, 'secret.key');
}
