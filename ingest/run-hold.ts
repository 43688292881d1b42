import { IngestError } from './errors';

/** A worker's hold on a run. Whatever is committed under an epoch that is no longer the run's own is refused. */
export interface RunHold {
  readonly workspaceId: number;
  readonly runId: number;
  readonly sourceId: number;
  readonly epoch: number;
}

/** Another worker holds the run by now; the one that sees this stops and writes nothing. */
export class Fenced extends IngestError {
  constructor(hold: RunHold) {
    super(`run ${hold.runId}: another worker has taken it since epoch ${hold.epoch}`);
  }
}
