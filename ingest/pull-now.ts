import { inWorkspace } from '../src/database/session';
import { type Day, parseDay } from '../src/lib/day';
import type { PullProgress } from './pull';
import { type IngestDeps, type RunOptions, runPull } from './run-pull';
import { type RunEnd, startRun } from './runs';

/** What to pull: a source by key, and the days when not those that are due. */
export interface PullRequest extends RunOptions {
  readonly workspaceId: number;
  readonly sourceKey: string;
  readonly from?: Day;
  readonly to?: Day;
  readonly onProgress?: (progress: PullProgress) => void;
}

/**
 * Pulls a source in this process as a run of its own and returns how it ended; a null `end` means that it was stopped and waits in the queue.
 * Throws when there is no such source, a day is no day, or another pull of the source is under way.
 */
export async function pullNow(deps: IngestDeps, request: PullRequest): Promise<{ runId: number; end: RunEnd | null }> {
  const { workspaceId, sourceKey } = request;
  const from = request.from === undefined ? null : parseDay(request.from, 'from');
  const to = request.to === undefined ? null : parseDay(request.to, 'to');
  if (from !== null && to !== null && from > to) throw new RangeError(`from: ${from} lies after to: ${to}`);
  const run = await inWorkspace(deps.database, workspaceId, async (session) => {
    const [source] = await session.query<{ id: number; connector: string }>(
      'SELECT id, connector FROM hub.source WHERE workspace_id = $1 AND key = $2',
      [workspaceId, sourceKey],
    );
    if (!source) throw new RangeError(`source: there is no source "${sourceKey}"`);
    if (deps.connectors.get(source.connector)?.streams.length === 0)
      throw new RangeError(`source ${sourceKey}: takes what is pushed to it; nothing is pulled`);
    return startRun(session, { sourceId: source.id, window: { from, to } });
  });
  if (!run) throw new Error(`source ${sourceKey}: another pull of it is under way`);
  return { runId: run.runId, end: await runPull(deps, run, request) };
}
