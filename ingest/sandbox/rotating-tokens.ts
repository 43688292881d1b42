/**
 * Refresh tokens that are replaced at each use. Each carries its account and its number; one is refused as soon as its successor has been used,
 * so that an answer that was lost on its way locks nobody out. A sandbox that was started anew takes any number, for the hub may have used many
 * with the one before.
 */
export class RotatingTokens {
  private readonly used = new Map<string, number>();

  constructor(private readonly prefix: string) {}

  /** The refresh token that an account begins with. */
  first(account: string): string {
    return this.numbered(account, 1);
  }

  /** Uses a refresh token and gives its successor; null when it is not good. */
  successor(token: string): string | null {
    const [, account, digits] = /^(.+)-(\d+)$/.exec(token.startsWith(`${this.prefix}-`) ? token.slice(this.prefix.length + 1) : '') ?? [];
    const number = Number(digits ?? 0);
    if (account === undefined || number < (this.used.get(account) ?? 1)) return null;
    this.used.set(account, number);
    return this.numbered(account, number + 1);
  }

  private numbered(account: string, number: number): string {
    return `${this.prefix}-${account}-${number}`;
  }
}
