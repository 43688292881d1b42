import { type Answer, type Call, json } from '../platform';
import type { Tokens } from '../tokens';

/** The WeChat app of Verdane, and its secret: it opens nothing but the sandbox. */
export const WECHAT_APP = { appId: 'wx5a9db0e7c0000001', appSecret: 'sandbox-wechat-app-secret' } as const;

/** A refusal of WeChat's, under status 200. */
export function wechatError(errcode: number, errmsg: string): Answer {
  return json({ errcode, errmsg: `${errmsg} rid: 65f1a2b3-0a1b2c3d-5e6f7a8b` });
}

/** What all WeChat APIs say alike when there are too many calls, and when the system is busy. */
export const WECHAT_WORDS = {
  throttled: () => wechatError(45011, 'api minute-quota reach limit, must slower, retry next minute'),
  failed: () => wechatError(-1, 'system error'),
} as const;

const TOKEN_PATH = '/cgi-bin/token';

/** The answer to a call whose token holds no more; one that asks for a token has none that could have ended. */
export function wechatExpired(call: Call, tokens: Tokens): Answer {
  return call.path === TOKEN_PATH ? granted(call, tokens) : wechatError(42001, 'access_token expired');
}

/** The answer to whoever asks for a token or comes without a good one; null for a call that may go on. */
export function atWechatGate(call: Call, platform: string, tokens: Tokens): Answer | null {
  if (call.path === TOKEN_PATH) return granted(call, tokens);
  const isKnown = tokens.accepts(platform, call.query.get('access_token') ?? '');
  return isKnown ? null : wechatError(40001, 'invalid credential, access_token is invalid or not latest');
}

function granted(call: Call, tokens: Tokens): Answer {
  if (call.query.get('grant_type') !== 'client_credential') return wechatError(40002, 'invalid grant_type');
  if (call.query.get('appid') !== WECHAT_APP.appId) return wechatError(40013, 'invalid appid');
  if (call.query.get('secret') !== WECHAT_APP.appSecret) return wechatError(40125, 'invalid appsecret');
  return json({ access_token: tokens.issue(), expires_in: 7200 });
}
