import { InvalidArgumentError } from 'commander';

/** Reads a whole number from 0 up out of an option or an argument; anything else is wrong usage, which commander tells with its place. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('expected a whole number.');
  return Number(text);
}
