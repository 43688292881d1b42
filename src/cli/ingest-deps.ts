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
    key: hub.config.secretKey ?? keyFromFile(path.join(hub.config.home, 'secret.key')),
    log: hub.log,
    rates: HostRates.shared(hub.database, hub.log),
  };
}
