import { InvalidArgumentError } from 'commander';

/** Reads a number out of an option; anything else is wrong usage, which commander tells with its place. */
export function realNumber(text: string): number {
  if (text.trim() === '' || !Number.isFinite(Number(text))) throw new InvalidArgumentError('expected a number.');
  return Number(text);
}
