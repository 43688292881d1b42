import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { ServerState } from './report-to-parent';

/** A server in a process of its own. */
export class ChildServer {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    readonly staticUrl: string | undefined,
  ) {}

  /** Starts a file of this folder on a database, the first of what is `given`; rejects when it ends before it answers. */
  static async start(file: string, ...given: string[]): Promise<ChildServer> {
    const child = fork(path.join(__dirname, file), given);
    const early = once(child, 'exit').then(([code]) => {
      throw new Error(`bench: ${file} ended with ${code} before it answered`);
    });
    const [{ url, staticUrl }] = (await Promise.race([once(child, 'message'), early])) as [{ url: string; staticUrl?: string }];
    early.catch(() => undefined);
    return new ChildServer(child, url, staticUrl);
  }

  /** How it does; the count of statements begins anew. */
  async state(): Promise<ServerState> {
    const answer = once(this.child, 'message');
    this.child.send('state');
    const [state] = (await answer) as [ServerState];
    return state;
  }

  async stop(): Promise<void> {
    const exited = once(this.child, 'exit');
    this.child.disconnect();
    await exited;
  }
}
