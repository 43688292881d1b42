import { type Answer, type Call, json, objectOf } from '../platform';
import { RotatingTokens } from '../rotating-tokens';
import type { Tokens } from '../tokens';

/** The app that the sandbox's marketing platforms know. */
export const OCEAN_APP = { id: '1789012345678901', secret: 'sandbox-ocean-app-secret' } as const;

const REFRESH_PREFIX = 'sandbox-ocean-refresh';

/** The refresh token that a source begins with; each source has an authorisation of its own. */
export function firstRefreshToken(account: string): string {
  return new RotatingTokens(REFRESH_PREFIX).first(account);
}

/** An answer of Ocean Engine's interfaces: their status is always good. */
export function oceanAnswer(data: unknown, code = 0, message = 'OK'): Answer {
  return json({ code, message, request_id: '20261120202608010225', data });
}

/** A refusal in their form. */
export function oceanRefusal(code: number, message: string): Answer {
  return oceanAnswer({}, code, message);
}

/** Lets requests of one platform in by their access token, and gives those out. */
export class OceanGate {
  private readonly refresh = new RotatingTokens(REFRESH_PREFIX);

  constructor(
    private readonly platform: string,
    private readonly tokens: Tokens,
  ) {}

  /** What is said to a request that goes no further: the token endpoint's answer, or a refusal; null when the request is let in. */
  answer(call: Call): Answer | null {
    if (call.path === '/open_api/oauth2/refresh_token/') return this.grant(call);
    const token = call.headers['access-token'] ?? '';
    if (token === '') return oceanRefusal(40104, 'access_token为空');
    if (!this.tokens.accepts(this.platform, token)) return expired();
    return call.method === 'GET' ? null : oceanRefusal(40001, '请求方法错误');
  }

  private grant(call: Call): Answer {
    const asked = objectOf(call) as { secret?: string; refresh_token?: string };
    // The id is an int64 without quotes: read from the text, for a number would not hold every one.
    const appId = /"app_id":\s*"?(\d+)/.exec(call.body)?.[1];
    if (appId !== OCEAN_APP.id || asked.secret !== OCEAN_APP.secret) return oceanRefusal(40001, 'app_id或secret错误');
    const successor = this.refresh.successor(asked.refresh_token ?? '');
    if (successor === null) return oceanRefusal(40107, 'refresh_token错误或已失效');
    const granted = {
      access_token: this.tokens.issue(),
      expires_in: 86_399,
      refresh_token: successor,
      refresh_token_expires_in: 2_591_999,
    };
    return oceanAnswer(granted);
  }
}

function expired(): Answer {
  return oceanRefusal(40102, 'access_token已过期');
}

/** Their words for what went wrong, whichever of the interfaces. */
export const OCEAN_TROUBLES = {
  throttled: () => oceanRefusal(40100, '接口请求过于频繁，请稍后重试'),
  failed: () => oceanRefusal(50000, '系统错误'),
  expired,
};
