import type { Auth } from './connector';
import { Fatal } from './errors';
import { exchange, refuseStatus } from './http';

/** What a source's requests are signed with. */
export interface Credentials {
  /** The headers that carry the credentials. Fetches an access token first where one is needed. */
  headers(signal?: AbortSignal): Promise<Record<string, string>>;
  /** Called when these headers were refused; returns when others may be accepted and throws Fatal when only new credentials can help. */
  renew(refused: Record<string, string>, signal?: AbortSignal): Promise<void>;
  /** Every secret in use by name, to keep them out of what is stored. */
  secrets(): Record<string, string>;
}

/** `saveSecret` keeps a secret that the platform has replaced; it is awaited before the new one is used. */
export interface CredentialOptions {
  readonly auth: Auth;
  readonly secrets: Readonly<Record<string, string>>;
  /** Where tokens are got from: `config.tokenUrl`, else `config.baseUrl` with the connector's token path. */
  readonly config: { readonly tokenUrl?: unknown; readonly baseUrl?: unknown };
  readonly saveSecret: (name: string, value: string) => Promise<void>;
  readonly timeoutMs: number;
}

/** The credentials of a source by its connector's kind of authentication. */
export function credentialsOf(options: CredentialOptions): Credentials {
  const { auth } = options;
  if (auth.kind === 'oauth2') return new OAuth2Credentials(options, auth);
  const fixed = auth.kind === 'none' ? {} : { [auth.header]: `${auth.prefix ?? ''}${secretOf(options.secrets, auth.secret)}` };
  return {
    headers: async () => fixed,
    renew: async () => {
      throw new Fatal('the credentials were refused: the source needs new credentials');
    },
    secrets: () => ({ ...options.secrets }),
  };
}

class OAuth2Credentials implements Credentials {
  readonly #fixed: Record<string, string>;
  #secrets: Record<string, string>;
  #token: string | null = null;
  #refreshing: Promise<void> | null = null;

  constructor(
    private readonly options: CredentialOptions,
    auth: Extract<Auth, { kind: 'oauth2' }>,
  ) {
    this.#secrets = { ...options.secrets };
    this.#fixed = Object.fromEntries(Object.entries(auth.headers ?? {}).map(([header, name]) => [header, secretOf(options.secrets, name)]));
  }

  async headers(signal?: AbortSignal): Promise<Record<string, string>> {
    if (this.#token === null) await this.#refresh(signal);
    return { ...this.#fixed, authorization: `Bearer ${this.#token}` };
  }

  async renew(refused: Record<string, string>, signal?: AbortSignal): Promise<void> {
    // Whoever comes after the first finds a newer token, or waits for it.
    if (refused.authorization === `Bearer ${this.#token}`) await this.#refresh(signal);
  }

  secrets(): Record<string, string> {
    return this.#token === null ? { ...this.#secrets } : { ...this.#secrets, accessToken: this.#token };
  }

  #refresh(signal?: AbortSignal): Promise<void> {
    this.#refreshing ??= this.#grant(signal).finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async #grant(signal?: AbortSignal): Promise<void> {
    const url = tokenUrl(this.options);
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: secretOf(this.#secrets, 'clientId'),
      client_secret: secretOf(this.#secrets, 'clientSecret'),
      refresh_token: secretOf(this.#secrets, 'refreshToken'),
    });
    const page = await exchange(
      { method: 'POST', url, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: form.toString() },
      { headers: {}, timeoutMs: this.options.timeoutMs, maxBytes: 1_000_000, signal },
    );
    if (page.status === 400 || page.status === 401 || page.status === 403) {
      throw new Fatal(`${url}: the refresh token was refused (${page.text().slice(0, 200)}): the source needs new credentials`);
    }
    refuseStatus(page);
    const { access_token: access, refresh_token: rotated } = page.json() as { access_token?: string; refresh_token?: string };
    if (!access) throw new Fatal(`${url}: the answer has no access_token`);
    if (rotated && rotated !== this.#secrets.refreshToken) {
      await this.options.saveSecret('refreshToken', rotated);
      this.#secrets = { ...this.#secrets, refreshToken: rotated };
    }
    this.#token = access;
  }
}

function tokenUrl({ config, auth }: CredentialOptions): string {
  if (typeof config.tokenUrl === 'string') return config.tokenUrl;
  if (typeof config.baseUrl === 'string' && auth.kind === 'oauth2') return config.baseUrl + auth.tokenPath;
  throw new Fatal('the source has no tokenUrl, and no baseUrl below which its tokens could be asked for');
}

function secretOf(secrets: Readonly<Record<string, string>>, name: string): string {
  const secret = secrets[name];
  if (!secret) throw new Fatal(`the source has no secret "${name}"; it needs new credentials`);
  return secret;
}
