import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { Role } from '../../entities/tenancy/ApiKey';
import type { Caller } from './caller';
import { BadToken, createTokenVerifier, type OidcSettings } from './token-verifier';

/** A request that says no, or no acceptable, credential. The message may be shown. */
export class NotAuthenticated extends Error {}

const API_KEY = /^bhk_[A-Za-z0-9_-]{43}$/;

/** The workspace that whoever sits at this machine owns while no credential has been set up. */
const LOCAL_WORKSPACE = 'default';

type Workspace = Pick<Caller, 'workspaceId' | 'timeZone'>;
const WORKSPACE = 'id AS "workspaceId", time_zone AS "timeZone"';

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

  constructor(
    private readonly database: DataSource,
    private readonly options: AuthenticatorOptions,
  ) {
    this.verify = options.oidc ? createTokenVerifier(options.oidc, options.now) : undefined;
  }

  /** Whether callers must say who they are: there is an issuer, or an API key in force. */
  async isRequired(): Promise<boolean> {
    if (this.options.oidc) return true;
    const [row] = await this.ask<{ any: boolean }>('SELECT hub.any_api_key() AS any');
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

  private async ownerOfKey(key: string): Promise<Caller> {
    const hash = createHash('sha256').update(key).digest();
    const [row] = await this.ask<{ workspaceId: number; timeZone: string; name: string; role: Role }>(
      `SELECT k.workspace_id AS "workspaceId", w.time_zone AS "timeZone", k.name, k.role
       FROM hub.find_api_key($1) k JOIN hub.workspaces() w ON w.id = k.workspace_id`,
      [hash],
    );
    if (!row) throw new NotAuthenticated('API key: unknown, expired or revoked');
    return { ...row, name: `key ${row.name}` };
  }

  private async subjectOfToken(token: string): Promise<Caller> {
    if (!this.verify)
      throw new NotAuthenticated('Authorization: neither an API key nor, as no issuer is set up, a token that could be checked');
    const claims = await this.verify(token).catch((error) => {
      throw error instanceof BadToken ? new NotAuthenticated(error.message) : error;
    });
    const [workspace] = await this.ask<Workspace>(`SELECT ${WORKSPACE} FROM hub.workspaces() WHERE key = $1`, [claims.workspaceKey]);
    if (!workspace) throw new NotAuthenticated('token: its workspace does not exist');
    return { ...workspace, role: claims.role, name: `subject ${claims.subject}` };
  }

  private async localOwner(headers: OriginHeaders): Promise<Caller> {
    const missing = new NotAuthenticated('Authorization: missing; expected "Bearer <API key or token>"');
    if (!this.options.allowLocalOwner || this.options.oidc) throw missing;
    const [row] = await this.ask<Workspace & { locked: boolean }>(
      `SELECT ${WORKSPACE}, hub.any_api_key() AS locked FROM hub.workspaces() WHERE key = $1`,
      [LOCAL_WORKSPACE],
    );
    if (!row || row.locked) throw missing;
    if (!isFromThisMachine(headers)) {
      throw new NotAuthenticated(
        'without a credential only this machine is answered, at its own name: make an API key (brandhub key create)',
      );
    }
    const { workspaceId, timeZone } = row;
    return { workspaceId, timeZone, role: 'admin', name: 'local owner' };
  }

  private ask<T>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    return this.database.query(sql, parameters);
  }
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
