import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { ROLES, type Role } from '../../entities/tenancy/ApiKey';

/** An OpenID Connect issuer whose tokens are accepted, and the claims that say for which workspace and role. */
export interface OidcSettings {
  issuer: string;
  audience: string;
  jwksUrl: string;
  workspaceClaim: string;
  roleClaim: string;
}

/** What a token says once its signature, issuer, audience and times have been checked. */
export interface TokenClaims {
  workspaceKey: string;
  role: Role;
  subject: string;
}

/** A token that is not accepted; the message says which check failed, never what the token holds. */
export class BadToken extends Error {}

const ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];
const CLOCK_SKEW_SECONDS = 60;
/** Longer than any token that an issuer gives out. */
const LONGEST_TOKEN = 8 * 1024;

/**
 * A check of bearer tokens against the issuer's published keys, which are fetched when needed and again when a key is unknown.
 * `now` is the present instant. Rejects with {@link BadToken}; with another error when the issuer cannot be reached.
 */
export function createTokenVerifier(settings: OidcSettings, now: () => Date): (token: string) => Promise<TokenClaims> {
  const keys = createRemoteJWKSet(new URL(settings.jwksUrl), { timeoutDuration: 5_000 });
  return async (token) => {
    if (token.length > LONGEST_TOKEN) throw new BadToken(`token: longer than ${LONGEST_TOKEN} characters`);
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ALGORITHMS,
      issuer: settings.issuer,
      audience: settings.audience,
      clockTolerance: CLOCK_SKEW_SECONDS,
      currentDate: now(),
      requiredClaims: ['exp', 'sub'],
    }).catch(refuse);
    return claimsOf(payload, settings);
  };
}

function refuse(error: unknown): never {
  const unreachable = error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid;
  if (error instanceof errors.JOSEError && !unreachable && error.code !== 'ERR_JOSE_GENERIC') throw new BadToken(`token: ${error.code}`);
  throw error;
}

function claimsOf(payload: JWTPayload, settings: OidcSettings): TokenClaims {
  const workspaceKey = payload[settings.workspaceClaim];
  if (typeof workspaceKey !== 'string' || workspaceKey === '') throw new BadToken(`token: no claim "${settings.workspaceClaim}"`);
  const said = [payload[settings.roleClaim]].flat();
  const role = ROLES.findLast((each) => said.includes(each));
  if (!role) throw new BadToken(`token: no claim "${settings.roleClaim}" with one of ${ROLES.join(', ')}`);
  return { workspaceKey, role, subject: String(payload.sub) };
}
