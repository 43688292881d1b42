import type { Sandbox } from '../../../ingest/sandbox/sandbox';
import { SECRETS } from '../../../ingest/sandbox/secrets';

/** A fresh Google access token of a sandbox. */
export async function googleToken(sandbox: Sandbox): Promise<string> {
  const { clientId, clientSecret, refreshToken } = SECRETS;
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: refreshToken,
  });
  const response = await fetch(`${sandbox.url}/oauth2/token`, { method: 'POST', body: form });
  return ((await response.json()) as { access_token: string }).access_token;
}

/** Posts JSON to a path of a sandbox. */
export function post(sandbox: Sandbox, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(sandbox.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}
