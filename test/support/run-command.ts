import type { Command } from 'commander';

/** Runs a command as if typed, without its own name, and returns what it prints; throws what it throws. */
export async function run(command: Command, ...args: string[]): Promise<string> {
  let out = '';
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += text;
    return true;
  });
  try {
    await command.parseAsync(args, { from: 'user' });
    return out;
  } finally {
    stdout.mockRestore();
  }
}
