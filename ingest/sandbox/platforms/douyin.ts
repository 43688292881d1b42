import { addDays, type Day, daysOf } from '../../../src/lib/day';
import { type Answer, type Call, json, mounted, type Platform } from '../platform';
import type { Tokens } from '../tokens';
import { Following } from '../world/following';
import { type OwnPost, ownPostsOn, reachedOn } from '../world/own-posts';

const NAME = 'douyin';
const OPEN_ID = 'ba253642-0590-40bc-9bdf-9a1334b94059';
const CLIENT_KEY = 'sandbox-douyin-client-key';
const GRANT = '/oauth/refresh_token/';
const REFRESH_TOKEN = 'rft.sandbox-douyin-';

/** Douyin's open platform for Verdane's account: token, list of videos, and the days of the last 30. */
class Douyin implements Platform {
  readonly name = NAME;
  readonly paging = ['cursor'];
  private following: Following | null = null;
  /**
   * The number of the newest refresh token that was used: those before it are good no more, while its successor may have been lost on the
   * way. Whoever comes with a later one has gone on from a sandbox before this.
   */
  private used = 1;

  constructor(private readonly tokens: Tokens) {}

  answer(call: Call): Answer {
    if (call.path === GRANT) return this.granted(call);
    if (!this.tokens.accepts(NAME, call.headers['access-token'] ?? '')) return old(2190002, 'access_token无效');
    if (call.query.get('open_id') !== OPEN_ID) return old(2100005, '参数不合法');
    if (call.path === '/video/list/') return this.videos(call);
    const [, kind = ''] = /^\/data\/external\/user\/(\w+)\/$/.exec(call.path) ?? [];
    return kind in DAYS ? this.days(call, kind as keyof typeof DAYS) : old(2100007, '无权限操作');
  }

  throttled(): Answer {
    return json({ data: {}, err_no: 12001, err_msg: '操作过于频繁，请稍后再试', log_id: '2026' });
  }

  failed(): Answer {
    return old(2100004, '系统繁忙，此时请开发者稍候再试');
  }

  /** A call that asks for a token has none that could have ended. */
  expired(call: Call): Answer {
    if (call.path === GRANT) return this.granted(call);
    return json({ data: {}, err_no: 28001008, err_msg: 'access_token过期,请刷新或重新授权', log_id: '2026' });
  }

  private granted(call: Call): Answer {
    const form = new URLSearchParams(call.body);
    const given = form.get('refresh_token') ?? '';
    const number = given.startsWith(REFRESH_TOKEN) ? Number(given.slice(REFRESH_TOKEN.length)) : 0;
    if (form.get('client_key') !== CLIENT_KEY)
      return json({ data: { error_code: 10003, description: 'client_key错误' }, message: 'error' });
    if (!(number >= this.used)) return json({ data: { error_code: 10010, description: 'refresh_token过期' }, message: 'error' });
    this.used = number;
    const data = { access_token: this.tokens.issue(), expires_in: 1_296_000, refresh_token: REFRESH_TOKEN + (number + 1) };
    return json({ data: { ...data, error_code: 0, description: '', open_id: OPEN_ID, scope: 'user_info,video.list' }, message: 'success' });
  }

  /** Newest first; the cursor is the time of the last one told, in milliseconds. */
  private videos(call: Call): Answer {
    const before = Number(call.query.get('cursor')) || call.now + 1;
    const count = Math.min(20, Number(call.query.get('count') ?? 10));
    const found: OwnPost[] = [];
    for (let day = addDays(call.today, 1); day >= call.world.firstDay(call.today) && found.length <= count; day = addDays(day, -1))
      found.push(...ownPostsOn(call.world.seed, 'douyin', day).filter((post) => post.at < before));
    const list = found.slice(0, count).map((post) => videoOf(post, call.today));
    const told = call.page(list, (video) => ({ ...video, item_id: '', create_time: -1 }));
    const cursor = found[count - 1]?.at ?? 0;
    return ok({ list: told, cursor, has_more: told.length > 0 && found.length > count });
  }

  private days(call: Call, kind: keyof typeof DAYS): Answer {
    const span = Number(call.query.get('date_type'));
    if (![7, 15, 30].includes(span)) return old(2100005, '参数不合法');
    this.following ??= new Following(call.world.seed, { key: OPEN_ID, brand: 'verdane', base: 84_000, daily: 55 });
    const following = this.following;
    const rows = [...daysOf({ from: addDays(call.today, 1 - span), to: call.today })].map((date) => ({
      date,
      ...DAYS[kind](call, date, following),
    }));
    return ok({ result_list: call.page<Record<string, unknown>>(rows, (row) => ({ ...row, date: 'today' })) });
  }
}

/** What each method tells of a day. */
const DAYS = {
  fans: (_call: Call, day: Day, following: Following) => ({ new_fans: following.gainedOn(day), total_fans: following.totalOn(day) }),
  item: (call: Call, day: Day) => {
    const issued = ownPostsOn(call.world.seed, 'douyin', day).length;
    return { new_issue: issued, new_play: gainedOn(call, day, (post) => post.views), total_issue: 400 };
  },
  like: (call: Call, day: Day) => ({ new_like: gainedOn(call, day, (post) => post.likes) }),
  comment: (call: Call, day: Day) => ({ new_comment: gainedOn(call, day, (post) => post.comments) }),
  share: (call: Call, day: Day) => ({ new_share: gainedOn(call, day, (post) => post.shares) }),
};

/** What the videos of the last four weeks gained on a day. */
function gainedOn(call: Call, day: Day, of: (post: OwnPost) => number): number {
  const posts = [...daysOf({ from: addDays(day, -28), to: day })].flatMap((each) => ownPostsOn(call.world.seed, 'douyin', each));
  const reached = (on: Day) => posts.reduce((sum, post) => sum + reachedOn('douyin', post, of(post), on), 0);
  return reached(day) - reached(addDays(day, -1));
}

function videoOf(post: OwnPost, today: Day): Record<string, unknown> {
  const so = (final: number) => reachedOn('douyin', post, final, today < post.day ? post.day : today);
  return {
    item_id: `@9VxS1qv9Wc1${Buffer.from(String(post.number)).toString('base64')}`,
    title: post.title,
    create_time: Math.floor(post.at / 1000),
    is_top: false,
    is_reviewed: true,
    video_status: 5,
    media_type: 4,
    share_url: `https://www.iesdouyin.com/share/video/73${String(post.number).padStart(17, '0')}/`,
    statistics: {
      play_count: so(post.views),
      digg_count: so(post.likes),
      comment_count: so(post.comments),
      share_count: so(post.shares),
      download_count: 0,
      forward_count: 0,
    },
  };
}

const extra = { error_code: 0, description: '', sub_error_code: 0, sub_description: '', logid: '2026', now: 0 };

function ok(data: Record<string, unknown>): Answer {
  return json({ data: { error_code: 0, description: '', ...data }, extra });
}

/** A refusal in the older of the two envelopes. */
function old(error_code: number, description: string): Answer {
  return json({ data: { error_code, description }, extra: { ...extra, error_code, description } });
}

/** Verdane's account. */
export default mounted({
  sources: [
    {
      key: 'douyin-verdane',
      name: '抖音 青岚',
      connector: NAME,
      mount: `/${NAME}`,
      config: { openId: OPEN_ID },
      secrets: { clientKey: CLIENT_KEY, refreshToken: `${REFRESH_TOKEN}1` },
      brand: 'verdane',
      timeZone: 'Asia/Shanghai',
      currency: 'CNY',
    },
  ],
  open: (tokens) => new Douyin(tokens),
});
