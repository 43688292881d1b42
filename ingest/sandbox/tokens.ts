/** The access tokens that the sandbox's OAuth server has handed out; each carries its number. */
export class Tokens {
  private issued = 0;
  private readonly expired = new Map<string, number>();

  /** A new access token, good at every Google platform. */
  issue(): string {
    this.issued++;
    return `ya29.sandbox-${this.issued}`;
  }

  /** Makes a platform refuse all tokens handed out so far. */
  expire(platform: string): void {
    this.expired.set(platform, this.issued);
  }

  /** Whether a platform takes the token. */
  accepts(platform: string, token: string): boolean {
    const number = Number(/^ya29\.sandbox-(\d+)$/.exec(token)?.[1] ?? 0);
    return number > (this.expired.get(platform) ?? 0) && number <= this.issued;
  }
}
