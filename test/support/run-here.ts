import { program } from '../../src/cli/program';
import type { Ended } from './acceptance-cli';

/** Runs the program in this process with settings of its own, and returns what it prints and the exit code that it would end with. */
export async function runHere(settings: Record<string, string>, ...args: string[]): Promise<Ended> {
  const before = { ...process.env };
  const ended = { code: 0, out: '', err: '' };
  const heard = (['out', 'err'] as const).map((name) =>
    jest.spyOn(process[`std${name}`], 'write').mockImplementation((text) => {
      ended[name] += text;
      return true;
    }),
  );
  Object.assign(process.env, settings);
  process.exitCode = 0;
  try {
    await program(['node', 'brandhub', ...args]);
    return { ...ended, code: Number(process.exitCode) };
  } finally {
    for (const each of heard) each.mockRestore();
    process.exitCode = 0;
    process.env = before;
  }
}
