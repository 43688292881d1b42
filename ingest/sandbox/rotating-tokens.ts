/**
 * Refresh tokens that are good for one use. Each carries its account and its number; a used one, and those before it, are refused. A
 * sandbox that was started anew takes any number, for the hub may have used many with the one before.
 */
export class RotatingTokens {
  private readonly used = new Map<string, number>();

  constructor(private readonly prefix: string) {}

  /** The refresh token that an account begins with. */
  first(account: string): string {
    return this.numbered(account, 1);
  }

  /** Uses a refresh token up and gives its successor; null when it is not good. */
  successor(token: string): string | null {
    const [, account, digits] = /^(.+)-(\d+)$/.exec(token.startsWith(`${this.prefix}-`) ? token.slice(this.prefix.length + 1) : '') ?? [];
    const number = Number(digits ?? 0);
    if (account === undefined || number <= (this.used.get(account) ?? 0)) return null;
    this.used.set(account, number);
    return this.numbered(account, number + 1);
  }

  private numbered(account: string, number: number): string {
    return `${this.prefix}-${account}-${number}`;
  }
}
