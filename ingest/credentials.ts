import type { Auth, Grant, HttpRequest } from './connector';
import { Fatal } from './errors';
import { exchange, refuseStatus } from './http';
import type { Network } from './network';
import { withField, withHeaders, withParameter } from './record/signed-request';

/** A request as it is sent, and the access token that it carries where there is one. */
export interface SignedRequest {
  readonly request: HttpRequest;
  readonly token: string | null;
}

/** What a source's requests are signed with. */
export interface Credentials {
  /** The request with its credentials. Gets an access token first where one is needed. */
  sign(request: HttpRequest, signal?: AbortSignal): Promise<SignedRequest>;
  /** Called when a signed request was refused; returns when others may be accepted and throws Fatal when only new credentials can help. */
  renew(refused: SignedRequest, signal?: AbortSignal): Promise<void>;
  /** Every secret in use by name, to keep them out of what is stored. */
  secrets(): Record<string, string>;
}

/** `saveSecret` keeps a secret that the platform has replaced; it is awaited before the new one is used. */
export interface CredentialOptions {
  readonly auth: Auth;
  readonly secrets: Readonly<Record<string, string>>;
  /** Where tokens are got from: `config.tokenUrl`, else `config.baseUrl` with the connector's token path. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly saveSecret: (name: string, value: string) => Promise<void>;
  readonly timeoutMs: number;
  readonly network: Network;
  readonly now?: () => Date;
}

/** The credentials of a source by its connector's kind of authentication. */
export function credentialsOf(options: CredentialOptions): Credentials {
  const { auth } = options;
  if (auth.kind === 'oauth2') return new SessionCredentials(options, oauth2Session(auth, options.config));
  if (auth.kind === 'session') return new SessionCredentials(options, auth);
  return {
    sign: async (request) => ({ request: signedOnce(request, options), token: null }),
    renew: async () => {
      throw new Fatal('the credentials were refused: the source needs new credentials');
    },
    secrets: () => ({ ...options.secrets }),
  };
}

/** The request with secrets that stay the same from request to request. */
function signedOnce(request: HttpRequest, { auth, secrets, now = () => new Date() }: CredentialOptions): HttpRequest {
  switch (auth.kind) {
    case 'header':
      return withHeaders(request, { [auth.header]: `${auth.prefix ?? ''}${secretOf(secrets, auth.secret)}` });
    case 'query':
      return withParameter(request, auth.parameter, secretOf(secrets, auth.secret));
    case 'form':
      return withField(request, auth.field, secretOf(secrets, auth.secret));
    case 'basic': {
      const pair = `${auth.user === undefined ? '' : secretOf(secrets, auth.user)}:${secretOf(secrets, auth.password)}`;
      return withHeaders(request, { authorization: `Basic ${Buffer.from(pair).toString('base64')}` });
    }
    case 'signed':
      return auth.sign(request, (name) => secretOf(secrets, name), now());
    default:
      return request;
  }
}

type Session = Extract<Auth, { kind: 'session' }>;

/** OAuth 2's refresh_token grant as a session. */
function oauth2Session(auth: Extract<Auth, { kind: 'oauth2' }>, config: CredentialOptions['config']): Session {
  return {
    kind: 'session',
    grant: (secret) => ({
      method: 'POST',
      url: tokenUrl(auth, config),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: secret('clientId'),
        client_secret: secret('clientSecret'),
        refresh_token: secret('refreshToken'),
      }).toString(),
    }),
    granted: (page) => {
      const { access_token: token, refresh_token: refreshToken } = page.json() as { access_token?: string; refresh_token?: string };
      return { token: token ?? '', ...(refreshToken && { replaced: { refreshToken } }) };
    },
    place: (request, token, secret) => {
      const fixed = Object.entries(auth.headers ?? {}).map(([header, name]) => [header, secret(name)]);
      return withHeaders(request, { ...Object.fromEntries(fixed), authorization: `Bearer ${token}` });
    },
  };
}

class SessionCredentials implements Credentials {
  #secrets: Record<string, string>;
  #token: string | null = null;
  #granting: Promise<void> | null = null;

  constructor(
    private readonly options: CredentialOptions,
    private readonly session: Session,
  ) {
    this.#secrets = { ...options.secrets };
  }

  async sign(request: HttpRequest, signal?: AbortSignal): Promise<SignedRequest> {
    if (this.#token === null) await this.#renew(signal);
    const token = this.#token as string;
    return { request: this.session.place(request, token, this.#secret, this.#now()), token };
  }

  async renew(refused: SignedRequest, signal?: AbortSignal): Promise<void> {
    // Whoever comes after the first finds a newer token, or waits for it.
    if (refused.token === this.#token) await this.#renew(signal);
  }

  secrets(): Record<string, string> {
    return this.#token === null ? { ...this.#secrets } : { ...this.#secrets, accessToken: this.#token };
  }

  readonly #secret = (name: string) => secretOf(this.#secrets, name);

  #now(): Date {
    return this.options.now?.() ?? new Date();
  }

  #renew(signal?: AbortSignal): Promise<void> {
    this.#granting ??= this.#grant(signal).finally(() => {
      this.#granting = null;
    });
    return this.#granting;
  }

  async #grant(signal?: AbortSignal): Promise<void> {
    const request = this.session.grant(this.#secret, this.options.config, this.#now());
    const told = request.url.replace(/\?.*/, '');
    const { timeoutMs, network } = this.options;
    const page = await exchange(request, { timeoutMs, network, maxBytes: 1_000_000, signal });
    if (page.status === 400 || page.status === 401 || page.status === 403) {
      throw new Fatal(`${told}: the credentials were refused (${page.text().slice(0, 200)}): the source needs new credentials`);
    }
    refuseStatus({ ...page, request: { ...request, url: told } });
    const { token, replaced = {} } = this.session.granted(page);
    if (!token) throw new Fatal(`${told}: the answer has no access token: ${page.text().slice(0, 200)}`);
    await this.#keep(replaced);
    this.#token = token;
  }

  /** A token that was used up is of no more use: its successor is stored before anything else is asked. */
  async #keep(replaced: NonNullable<Grant['replaced']>): Promise<void> {
    for (const [name, value] of Object.entries(replaced)) {
      if (value === this.#secrets[name]) continue;
      await this.options.saveSecret(name, value);
      this.#secrets = { ...this.#secrets, [name]: value };
    }
  }
}

function tokenUrl(auth: Extract<Auth, { kind: 'oauth2' }>, config: CredentialOptions['config']): string {
  if (typeof config.tokenUrl === 'string') return config.tokenUrl;
  if (typeof config.baseUrl === 'string') return config.baseUrl + auth.tokenPath;
  throw new Fatal('the source has no tokenUrl, and no baseUrl below which its tokens could be asked for');
}

function secretOf(secrets: Readonly<Record<string, string>>, name: string): string {
  const secret = secrets[name];
  if (!secret) throw new Fatal(`the source has no secret "${name}"; it needs new credentials`);
  return secret;
}
