import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { type Build, buildProgram } from './acceptance-build';
import type { Data } from './acceptance-hub';
import { ChildProcesses } from './child-processes';
import { runHere } from './run-here';
import { TemporaryHomes } from './temporary-homes';

/** How a command ended. */
export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** A server that a command runs. */
export interface Serving {
  /** The address of its GraphQL. */
  url: string;
  /** Ends it as a person does; returns its exit code. */
  stop(): Promise<number | null>;
}

/** The built program on a home folder of its own, each command in a process of its own. */
export class AcceptanceCli {
  private readonly children = new ChildProcesses();

  private constructor(
    private readonly build: Build,
    private readonly homes: TemporaryHomes,
    readonly home: string,
  ) {}

  static async open(): Promise<AcceptanceCli> {
    const homes = new TemporaryHomes();
    const [build, home] = await Promise.all([buildProgram(), homes.make()]);
    homes.watch(path.join(home, 'postgres'));
    return new AcceptanceCli(build, homes, home);
  }

  /** Runs a command in the tests' own process, which takes a tenth of the time: for the others of a kind of which one ran as people run it. */
  here(...args: string[]): Promise<Ended> {
    return runHere({ BRANDHUB_HOME: this.home }, ...args);
  }

  /** Runs a command to its end. */
  async run(...args: string[]): Promise<Ended> {
    const child = this.start(args);
    const ended: Ended = { code: null, out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text) => {
      ended.out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      ended.err += text;
    });
    [ended.code] = await once(child, 'close');
    return ended;
  }

  /** What a command prints with --json in the tests' own process; throws unless it ends with 0. */
  async json(...args: string[]): Promise<Data> {
    const { code, out, err } = await this.here(...args, '--json');
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${err}`);
    return JSON.parse(out);
  }

  /** Runs `serve` until it is stopped; the port is any free one. */
  async serve(): Promise<Serving> {
    const child = this.start(['serve']);
    const gone = once(child, 'close');
    const ready = new Promise<string>((resolve, reject) => {
      let told = '';
      child.stdout.setEncoding('utf8').on('data', (text) => {
        told += text;
        const url = /^ready (\S+)$/m.exec(told)?.[1];
        if (url) resolve(url);
      });
      gone.then(([code]) => reject(new Error(`serve ended with ${code} before it was ready`)));
    });
    child.stderr.resume();
    const stop = async () => {
      child.kill('SIGTERM');
      return (await gone)[0];
    };
    return { url: await ready, stop };
  }

  async close(): Promise<void> {
    await this.children.clear();
    await this.homes.clear();
    await this.build.remove();
  }

  private start(args: string[]) {
    const { PATH, TMPDIR } = process.env;
    const env = { PATH, ...(TMPDIR ? { TMPDIR } : {}), BRANDHUB_HOME: this.home, PORT: '0', NODE_COMPILE_CACHE: this.build.cache };
    return this.children.watch(
      spawn(process.execPath, [this.build.file('src/cli/main.ts'), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] }),
    );
  }
}
