import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { DataSource } from 'typeorm';
import type { Role } from '../../entities/tenancy/ApiKey';
import type { Session } from '../database/session';
import type { Caller } from './caller';
import { CallerLookup, type FoundCaller, type Sought } from './caller-lookup';
import { BadToken, createTokenVerifier, type OidcSettings } from './token-verifier';

/** A request that says no, or no acceptable, credential. The message may be shown. */
export class NotAuthenticated extends Error {}

const API_KEY = /^bhk_[A-Za-z0-9_-]{43}$/;

/** The workspace that whoever sits at this machine owns while no credential has been set up. */
const LOCAL_WORKSPACE = 'default';

/** Headers of a request that tell where it comes from. */
export type OriginHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** A credential that may be good: what to look up in the database, and who calls when that is found. `callerOf` throws {@link NotAuthenticated}. */
export interface Claim {
  readonly sought: Sought;
  callerOf(found: FoundCaller | undefined): Caller;
}

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
    return this.find(await this.claim(authorization, headers));
  }

  /** What of {@link caller} shows without the database. Rejects with {@link NotAuthenticated} where that is enough to refuse. */
  async claim(authorization: string | undefined, headers: OriginHeaders): Promise<Claim> {
    if (authorization === undefined || authorization === '') return this.localOwner(headers);
    const credential = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    if (!credential) throw new NotAuthenticated('Authorization: not understood; expected "Bearer <API key or token>"');
    return API_KEY.test(credential) ? ownerOfKey(credential) : this.subjectOfToken(credential);
  }

  /** Whose claim it is. Rejects with {@link NotAuthenticated}. */
  async find({ sought, callerOf }: Claim): Promise<Caller> {
    return callerOf(await this.lookup.find(sought));
  }

  /** Whether it is likely to be enough to confirm whose claim it was the last time. */
  isConfirmable({ sought }: Claim): boolean {
    return this.lookup.isConfirmable(sought);
  }

  /** The same as {@link find} from within a session, as of its instant; undefined where whose claim it was the last time is not confirmed. */
  async confirmWithin(session: Session, { sought, callerOf }: Claim): Promise<Caller | undefined> {
    const found = await this.lookup.confirmWithin(session, sought);
    return found && callerOf(found);
  }

  /** The same as {@link find} from within a session, as of its instant. */
  async findWithin(session: Session, { sought, callerOf }: Claim): Promise<Caller> {
    return callerOf(await this.lookup.findWithin(session, sought));
  }

  /** Whose claim it was the last time; undefined when nobody's, or so long ago that it is forgotten. */
  recall({ sought, callerOf }: Claim): Caller | undefined {
    const found = this.lookup.recall(sought);
    try {
      return found && callerOf(found);
    } catch (error) {
      if (error instanceof NotAuthenticated) return undefined;
      throw error;
    }
  }

  /** To be called when nobody asks any more. */
  close(): Promise<void> {
    return this.lookup.close();
  }

  private async subjectOfToken(token: string): Promise<Claim> {
    if (!this.verify)
      throw new NotAuthenticated('Authorization: neither an API key nor, as no issuer is set up, a token that could be checked');
    const claims = await this.verify(token).catch((error) => {
      throw error instanceof BadToken ? new NotAuthenticated(error.message) : error;
    });
    return {
      sought: { workspaceKey: claims.workspaceKey },
      callerOf: (found) => {
        if (!found) throw new NotAuthenticated('token: its workspace does not exist');
        return called(found, claims.role, `subject ${claims.subject}`);
      },
    };
  }

  private localOwner(headers: OriginHeaders): Claim {
    if (!this.options.allowLocalOwner || this.options.oidc) throw missing();
    return {
      sought: { workspaceKey: LOCAL_WORKSPACE },
      callerOf: (found) => {
        if (!found || found.locked) throw missing();
        if (!isFromThisMachine(headers)) {
          throw new NotAuthenticated(
            'without a credential only this machine is answered, at its own name: make an API key (brandhub key create)',
          );
        }
        return called(found, 'admin', 'local owner');
      },
    };
  }
}

function ownerOfKey(key: string): Claim {
  return {
    sought: { hash: createHash('sha256').update(key).digest() },
    callerOf: (found) => {
      if (!found?.role) throw new NotAuthenticated('API key: unknown, expired or revoked');
      return called(found, found.role, `key ${found.name}`);
    },
  };
}

function called({ workspaceId, timeZone, currency, state }: FoundCaller, role: Role, name: string): Caller {
  return { workspaceId, timeZone, currency, role, name, state };
}

function missing(): NotAuthenticated {
  return new NotAuthenticated('Authorization: missing; expected "Bearer <API key or token>"');
}

/** Not by way of a proxy, and not by a page of another site that had its name point here. */
function isFromThisMachine(headers: OriginHeaders): boolean {
  if (headers['x-forwarded-for'] || headers.forwarded) return false;
  return isLoopbackUrl(`http://${headers.host}`) && (headers.origin === undefined || isLoopbackUrl(String(headers.origin)));
}

/** What was found of addresses: every request of a browser or a program names the same one. */
const LOOPBACK_URLS = new LRUCache<string, boolean>({ max: 100 });

function isLoopbackUrl(url: string): boolean {
  const known = LOOPBACK_URLS.get(url);
  if (known !== undefined) return known;
  const found = isLoopback(hostOf(url));
  LOOPBACK_URLS.set(url, found);
  return found;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}

/** Whether an address is this machine's own: the only one to listen on without credentials. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
}
