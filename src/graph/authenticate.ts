import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { Caller } from './caller';
import { CallerLookup } from './caller-lookup';
import { BadToken, createTokenVerifier, type OidcSettings } from './token-verifier';

/** A request that says no, or no acceptable, credential. The message may be shown. */
export class NotAuthenticated extends Error {}

const API_KEY = /^bhk_[A-Za-z0-9_-]{43}$/;

/** The workspace that whoever sits at this machine owns while no credential has been set up. */
const LOCAL_WORKSPACE = 'default';

/** Headers of a request that tell where it comes from. */
export type OriginHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** Whom to believe. `allowLocalOwner`: only where nobody but this machine can connect. */
export interface AuthenticatorOptions {
  oidc: OidcSettings | null;
  now: () => Date;
  allowLocalOwner: boolean;
}

/** Finds out who calls, from the Authorization header. */
export class Authenticator {
  private readonly verify: ReturnType<typeof createTokenVerifier> | undefined;
  private readonly lookup: CallerLookup;

  constructor(
    private readonly database: DataSource,
    private readonly options: AuthenticatorOptions,
  ) {
    this.lookup = new CallerLookup(database);
    this.verify = options.oidc ? createTokenVerifier(options.oidc, options.now) : undefined;
  }

  /** Whether callers must say who they are: there is an issuer, or an API key in force. */
  async isRequired(): Promise<boolean> {
    if (this.options.oidc) return true;
    const [row] = await this.database.query<{ any: boolean }[]>('SELECT hub.any_api_key() AS any');
    return row?.any === true;
  }

  /**
   * The caller that `Bearer <API key or token>` belongs to; the local owner when nothing is said and nothing is required.
   * `headers` show whether an unsaid caller really sits at this machine. Rejects with {@link NotAuthenticated}.
   */
  async caller(authorization: string | undefined, headers: OriginHeaders): Promise<Caller> {
    if (authorization === undefined || authorization === '') return this.localOwner(headers);
    const credential = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    if (!credential) throw new NotAuthenticated('Authorization: not understood; expected "Bearer <API key or token>"');
    return API_KEY.test(credential) ? this.ownerOfKey(credential) : this.subjectOfToken(credential);
  }

  /** To be called when nobody asks any more. */
  close(): Promise<void> {
    return this.lookup.close();
  }

  private async ownerOfKey(key: string): Promise<Caller> {
    const hash = createHash('sha256').update(key).digest();
    const found = await this.lookup.find({ hash });
    if (!found?.role) throw new NotAuthenticated('API key: unknown, expired or revoked');
    const { workspaceId, timeZone, currency, role, state } = found;
    return { workspaceId, timeZone, currency, role, name: `key ${found.name}`, state };
  }

  private async subjectOfToken(token: string): Promise<Caller> {
    if (!this.verify)
      throw new NotAuthenticated('Authorization: neither an API key nor, as no issuer is set up, a token that could be checked');
    const claims = await this.verify(token).catch((error) => {
      throw error instanceof BadToken ? new NotAuthenticated(error.message) : error;
    });
    const found = await this.lookup.find({ workspaceKey: claims.workspaceKey });
    if (!found) throw new NotAuthenticated('token: its workspace does not exist');
    const { workspaceId, timeZone, currency, state } = found;
    return { workspaceId, timeZone, currency, role: claims.role, name: `subject ${claims.subject}`, state };
  }

  private async localOwner(headers: OriginHeaders): Promise<Caller> {
    if (!this.options.allowLocalOwner || this.options.oidc) throw missing();
    const found = await this.lookup.find({ workspaceKey: LOCAL_WORKSPACE });
    if (!found || found.locked) throw missing();
    if (!isFromThisMachine(headers)) {
      throw new NotAuthenticated(
        'without a credential only this machine is answered, at its own name: make an API key (brandhub key create)',
      );
    }
    const { workspaceId, timeZone, currency, state } = found;
    return { workspaceId, timeZone, currency, role: 'admin', name: 'local owner', state };
  }
}

function missing(): NotAuthenticated {
  return new NotAuthenticated('Authorization: missing; expected "Bearer <API key or token>"');
}

/** Not by way of a proxy, and not by a page of another site that had its name point here. */
function isFromThisMachine(headers: OriginHeaders): boolean {
  if (headers['x-forwarded-for'] || headers.forwarded) return false;
  return isLoopback(hostOf(`http://${headers.host}`)) && (headers.origin === undefined || isLoopback(hostOf(String(headers.origin))));
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}

/** Whether an address is this machine's own: the only one to listen on without credentials. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
}
