import { z } from 'zod';
import type { Auth, Grant, Page } from '../connector';
import { forGrant } from './for-grant';
import { withParameter } from './signed-request';
import { refuseWechat } from './wechat-refusal';

/**
 * The access token of a WeChat app, for any of its APIs: asked for with the app's id (setting `appId`) and its secret, sent as a
 * parameter of the address. It holds for two hours; a new one ends the old one within minutes, so no other program should share the app.
 */
export const wechatSession: Auth = {
  kind: 'session',
  grant: (secret, config) => {
    const asked = { grant_type: 'client_credential', appid: String(config.appId), secret: secret('appSecret') };
    return { url: `${config.baseUrl}/cgi-bin/token?${new URLSearchParams(asked)}` };
  },
  granted,
  place: (request, token) => withParameter(request, 'access_token', token),
};

function granted(page: Page): Grant {
  forGrant(() => refuseWechat('WeChat access token', page));
  return { token: z.looseObject({ access_token: z.string() }).safeParse(page.json()).data?.access_token ?? '' };
}
