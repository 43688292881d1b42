import { createHmac } from 'node:crypto';
import { type Answer, type Call, json, objectOf } from '../platform';
import type { Tokens } from '../tokens';

/** The app that Verdane has at Douyin's shop gateway, and its secret: it opens nothing but the sandbox. */
export const DOUDIAN_APP = { appKey: '7216292262077070001', appSecret: 'sandbox-doudian-app-secret' } as const;

/** An answer of the gateway. */
export function fxgData(data: unknown): Answer {
  return json({ code: 10000, data, log_id: '20261104093601FDFD', msg: 'success', sub_code: '', sub_msg: '' });
}

/** A refusal of the gateway, under status 200. */
export function fxgError(code: number, sub_code: string, words: string): Answer {
  return json({ code, log_id: '20261104093601FDFD', msg: words, sub_code, sub_msg: words });
}

/** What the gateway says when there are too many calls, and when it is away. */
export const FXG_WORDS = {
  throttled: () => fxgError(60000, '', '触发限流，请稍后重试'),
  failed: () => fxgError(20000, 'isp.service-error:500', '服务不可用'),
} as const;

/** The gateway's word to a call whose token holds no more; one that asks for a token has none that could have ended, and is given `answer`. */
export function fxgExpired(call: Call, answer: (call: Call) => Answer): Answer {
  return isGrant(call) ? answer(call) : fxgError(40003, 'isv.access-token-expired', 'access_token已过期');
}

function isGrant(call: Call): boolean {
  return call.path.startsWith('/token/');
}

/** The gateway's word to a call that is not signed as it wants, or comes without a good token where it needs one; null for one that may go on. */
export function atFxgGate(call: Call, platform: string, tokens: Tokens): Answer | null {
  const told = (name: string) => call.query.get(name) ?? '';
  if (told('app_key') !== DOUDIAN_APP.appKey) return fxgError(40001, 'isv.app-id-missing', '认证失败，app_key不存在');
  if (told('method') !== call.path.slice(1).replaceAll('/', '.')) return fxgError(70000, 'isp.api-service-off', 'API不存在或API已下线');
  if (!/^\d{10}$/.test(told('timestamp'))) return fxgError(40003, 'isv.timestamp-format-error', '时间戳格式错误');
  const keys = Object.keys(objectOf(call));
  const isSorted = keys.join() === keys.toSorted().join();
  const middle = ['app_key', 'method', 'param_json', 'timestamp', 'v'].map(
    (name) => name + (name === 'param_json' ? call.body : told(name)),
  );
  const { appSecret } = DOUDIAN_APP;
  const sign = createHmac('sha256', appSecret)
    .update(appSecret + middle.join('') + appSecret)
    .digest('hex');
  if (!isSorted || told('v') !== '2' || told('sign_method') !== 'hmac-sha256' || told('sign') !== sign)
    return fxgError(40003, 'isv.signature-invalid', '签名校验失败');
  if (isGrant(call)) return null;
  return tokens.accepts(platform, told('access_token'))
    ? null
    : fxgError(40003, 'isv.access-token-no-existed', 'access_token不存在，请使用最新的access_token访问');
}
