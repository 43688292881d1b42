import path from 'node:path';
import { z } from 'zod';
import { keysFromText } from './lib/seal';

const flagless = z.string().trim().min(1);

const SCHEMA = z.object({
  BRANDHUB_HOME: flagless.default('./.brandhub'),
  BRANDHUB_EXPORTS: flagless.optional(),
  BRANDHUB_WORKSPACE: flagless.default('default'),
  BRANDHUB_SECRET_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}(\s*,\s*[0-9a-f]{64})*$/i, 'expected 64 hexadecimal digits (32 bytes), earlier keys after commas')
    .optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_APP_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  HOST: flagless.default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(4000),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).optional(),
  OIDC_ISSUER: z.url().optional(),
  OIDC_AUDIENCE: flagless.optional(),
  OIDC_JWKS_URL: z.url().optional(),
  OIDC_WORKSPACE_CLAIM: flagless.default('workspace'),
  OIDC_ROLE_CLAIM: flagless.default('role'),
});

/** Settings of one process. */
export interface Config {
  /** Where the embedded database, the key file and the sandbox keep their files; absolute. */
  home: string;
  /** Where exports are written; absolute. Null means the folder `exports` under home. */
  exports: string | null;
  /** The key of the workspace that commands act in. */
  workspace: string;
  /** The key that seals source credentials, 32 bytes, earlier ones after it; null means "from the key file under home". */
  secretKey: Buffer | null;
  /** The owner's connection; null means the embedded database. */
  databaseUrl: string | null;
  /** The application role's own connection; null means the owner's with its role lowered. */
  databaseAppUrl: string | null;
  host: string;
  port: number;
  logLevel: string | null;
  oidc: { issuer: string; audience: string; jwksUrl: string; workspaceClaim: string; roleClaim: string } | null;
}

/** Reads the settings; throws one error that names every variable that is wrong, its value and what was expected. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([name, value]) => name in SCHEMA.shape && value !== ''));
  const parsed = SCHEMA.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message} (is ${shown(String(issue.path[0]), env)})`);
    throw new Error(`settings:\n  ${lines.join('\n  ')}`);
  }
  const value = parsed.data;
  return {
    home: path.resolve(value.BRANDHUB_HOME),
    exports: value.BRANDHUB_EXPORTS ? path.resolve(value.BRANDHUB_EXPORTS) : null,
    workspace: value.BRANDHUB_WORKSPACE,
    secretKey: value.BRANDHUB_SECRET_KEY ? keysFromText(value.BRANDHUB_SECRET_KEY, 'BRANDHUB_SECRET_KEY') : null,
    databaseUrl: value.DATABASE_URL ?? null,
    databaseAppUrl: value.DATABASE_APP_URL ?? null,
    host: value.HOST,
    port: value.PORT,
    logLevel: value.LOG_LEVEL ?? null,
    oidc: oidcOf(value),
  };
}

function oidcOf(value: z.infer<typeof SCHEMA>): Config['oidc'] {
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience } = value;
  if (!issuer && !audience && !value.OIDC_JWKS_URL) return null;
  if (!issuer || !audience)
    throw new Error('settings: OIDC_ISSUER and OIDC_AUDIENCE are needed together; a token that names no audience is not accepted');
  const jwksUrl = value.OIDC_JWKS_URL ?? `${issuer.replace(/\/$/, '')}/.well-known/jwks.json`;
  return { issuer, audience, jwksUrl, workspaceClaim: value.OIDC_WORKSPACE_CLAIM, roleClaim: value.OIDC_ROLE_CLAIM };
}

/** The value as an error may show it: addresses and keys hold credentials. */
function shown(name: string, env: Record<string, string | undefined>): string {
  return /URL|KEY|SECRET/.test(name) ? 'not shown' : JSON.stringify(env[name]);
}
