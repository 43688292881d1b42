import { Command } from 'commander';
import { deriveWorkspace } from '../../ingest/derive/derive-due';
import { pullNow } from '../../ingest/pull-now';
import { EXIT } from './exit';
import { withHub } from './hub';
import { ingestDeps } from './ingest-deps';
import { print } from './print';
import { Progress } from './progress';

/** `brandhub pull <source…>`: pulls now, in this process. */
export function pullCommand(): Command {
  return new Command('pull')
    .description('pull sources now, in this process; all that are enabled when none is named')
    .argument('[sources...]', 'source keys')
    .option('--from <day>', 'first day to ask for, instead of what is due')
    .option('--to <day>', 'last day to ask for')
    .option('--json', 'print JSON')
    .action(async (keys: string[], options: { from?: string; to?: string; json?: boolean }) => {
      await withHub(async (hub) => {
        const deps = ingestDeps(hub);
        const progress = new Progress();
        const ended: { source: string; runId: number; status: string; error: string | null }[] = [];
        const named = keys.length > 0 ? keys : await enabledKeys(hub.session);
        for (const sourceKey of named) {
          const onProgress = (at: { stream: string; fractionDone: number; records: number }) =>
            progress.set(sourceKey, at.fractionDone, `${at.stream}, ${at.records} records`);
          const range = { ...(options.from ? { from: options.from } : {}), ...(options.to ? { to: options.to } : {}) };
          const { runId, end } = await pullNow(deps, { workspaceId: hub.workspace.id, sourceKey, ...range, onProgress });
          progress.set(sourceKey, 1, end?.status ?? 'stopped');
          ended.push({ source: sourceKey, runId, status: end?.status ?? 'QUEUED', error: end?.error ?? null });
        }
        await deriveWorkspace(hub.database, hub.workspace.id, hub.today);
        progress.stop();
        print(
          ended,
          options,
          ['source', 'run', 'status', 'error'],
          ended.map((each) => [each.source, each.runId, each.status, each.error]),
        );
        if (ended.some((each) => each.status === 'FAILED')) process.exitCode = EXIT.failed;
        else if (ended.some((each) => each.status !== 'SUCCEEDED')) process.exitCode = EXIT.partly;
      });
    });
}

async function enabledKeys(session: Parameters<Parameters<typeof withHub>[0]>[0]['session']): Promise<string[]> {
  const rows = await session((each) =>
    each.query<{ key: string }>(`SELECT key FROM hub.source WHERE enabled AND schedule <> '' ORDER BY key`),
  );
  return rows.map(({ key }) => key);
}
