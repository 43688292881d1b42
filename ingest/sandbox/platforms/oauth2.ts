import { type Answer, type Call, json, mounted, type Platform } from '../platform';
import { SECRETS } from '../secrets';
import type { Tokens } from '../tokens';

/** Google's token endpoint: `POST /token`, form-encoded refresh_token grant. */
function oauth2(tokens: Tokens): Platform {
  return {
    name: 'oauth2',
    answer: (call) => grant(call, tokens),
    throttled: () => json({ error: 'rate_limit_exceeded', error_description: 'Rate limit exceeded' }, 429),
    failed: () => json({ error: 'internal_failure', error_description: 'Backend Error' }, 500),
    expired: () => refusal('invalid_grant', 'Token has been expired or revoked.'),
  };
}

function grant(call: Call, tokens: Tokens): Answer {
  if (call.path !== '/token' || call.method !== 'POST') return json({ error: 'invalid_request', error_description: 'Not found' }, 404);
  const form = new URLSearchParams(call.body);
  if (form.get('grant_type') !== 'refresh_token')
    return refusal('unsupported_grant_type', `Invalid grant_type: ${form.get('grant_type') ?? ''}`);
  if (form.get('client_id') !== SECRETS.clientId || form.get('client_secret') !== SECRETS.clientSecret) {
    return json({ error: 'invalid_client', error_description: 'The OAuth client was not found.' }, 401);
  }
  if (form.get('refresh_token') !== SECRETS.refreshToken) return refusal('invalid_grant', 'Bad Request');
  return json({ access_token: tokens.issue(), expires_in: 3599, scope: 'https://www.googleapis.com/auth/adwords', token_type: 'Bearer' });
}

function refusal(error: string, description: string): Answer {
  return json({ error, error_description: description }, 400);
}

/** No source of its own: it hands out the tokens of the Google platforms. */
export default mounted({ sources: [], open: oauth2 });
