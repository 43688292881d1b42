import { Readable } from 'node:stream';
import { EXIT } from '../../src/cli/exit';
import { ingestCommand } from '../../src/cli/ingest';
import { WrongUsage } from '../../src/cli/wrong-usage';

/** How `brandhub ingest singer` ended: its exit code, the states that it told, and what it said beside. */
export interface SingerEnded {
  code: number;
  states: string[];
  err: string;
}

/** Runs `brandhub ingest singer` in this process on messages; `onState` is awaited before a state counts as written. */
export async function ingestSinger(
  messages: string | Buffer,
  args: string[] = [],
  onState: (state: string) => Promise<void> = async () => undefined,
): Promise<SingerEnded> {
  const ended: SingerEnded = { code: 0, states: [], err: '' };
  const stdin = Object.getOwnPropertyDescriptor(process, 'stdin')!;
  Object.defineProperty(process, 'stdin', { configurable: true, value: Readable.from([Buffer.from(messages)]) });
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation(((text: string, done?: (error?: Error) => void) => {
    ended.states.push(...text.trimEnd().split('\n'));
    void onState(text.trimEnd()).then(() => done?.(), done);
    return true;
  }) as typeof process.stdout.write);
  const stderr = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    ended.err += text;
    return true;
  });
  const signals = (['SIGINT', 'SIGTERM'] as const).map((name) => [name, process.listeners(name)] as const);
  process.exitCode = 0;
  try {
    await ingestCommand().parseAsync(['singer', ...args], { from: 'user' });
    ended.code = Number(process.exitCode);
  } catch (error) {
    ended.err += `brandhub: ${(error as Error).message}\n`;
    ended.code = error instanceof WrongUsage ? EXIT.usage : EXIT.failed;
  } finally {
    process.exitCode = 0;
    stdout.mockRestore();
    stderr.mockRestore();
    Object.defineProperty(process, 'stdin', stdin);
    for (const [name, before] of signals) {
      for (const each of process.listeners(name)) if (!before.includes(each)) process.off(name, each);
    }
  }
  return ended;
}
