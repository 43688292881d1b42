import { addDays, type Day, daysOf, isDay, lengthOf } from '../../../src/lib/day';
import { type Answer, type Call, json, mounted, objectOf, type Platform } from '../platform';
import type { Tokens } from '../tokens';
import { roll } from '../world/dice';
import { Following } from '../world/following';
import { type OwnPost, ownPostsOn, reachedOn } from '../world/own-posts';
import { atWechatGate, WECHAT_APP, WECHAT_WORDS, wechatError, wechatExpired } from './wechat-gate';

const NAME = 'wechat';
type Row = Record<string, unknown>;
/** Each method of the data cube: the days that one call may ask for, the rows of a day, and the field that a fault makes impossible. */
type Method = { readonly days: number; readonly rows: (cube: WechatCube, call: Call, day: Day) => Row[]; readonly spoils: string };

const METHODS: Readonly<Record<string, Method | undefined>> = {
  getusercumulate: { days: 7, rows: (cube, call, day) => cube.followers(call, day), spoils: 'cumulate_user' },
  getusersummary: { days: 7, rows: (cube, call, day) => cube.comings(call, day), spoils: 'new_user' },
  getuserread: { days: 3, rows: (cube, call, day) => cube.reads(call, day), spoils: 'share_count' },
  getarticletotal: { days: 1, rows: (cube, call, day) => cube.articles(call, day), spoils: 'msgid' },
};

/** WeChat's data cube for Verdane's official account: followers, reads and articles by day of Beijing, until the sandbox's today. */
class WechatCube implements Platform {
  readonly name = NAME;
  readonly throttled = WECHAT_WORDS.throttled;
  readonly failed = WECHAT_WORDS.failed;
  private following: Following | null = null;

  constructor(private readonly tokens: Tokens) {}

  answer(call: Call): Answer {
    const stopped = atWechatGate(call, NAME, this.tokens);
    if (stopped) return stopped;
    const method = METHODS[/^\/datacube\/(\w+)$/.exec(call.path)?.[1] ?? ''];
    if (!method || call.method !== 'POST') return wechatError(40066, 'invalid url');
    const { begin_date: from, end_date: to } = objectOf(call) as { begin_date: Day; end_date: Day };
    if (!isDay(String(from)) || !isDay(String(to))) return wechatError(61500, 'date format error');
    if (from > to || lengthOf({ from, to }) > method.days) return wechatError(61501, 'date range error');
    const known = {
      from: from > call.world.firstDay(call.today) ? from : call.world.firstDay(call.today),
      to: to < call.today ? to : call.today,
    };
    const rows = [...daysOf(known)].flatMap((day) => method.rows(this, call, day));
    return json({ list: call.page(rows, (row) => ({ ...row, [method.spoils]: -1 })) });
  }

  expired(call: Call): Answer {
    return wechatExpired(call, this.tokens);
  }

  followers(call: Call, day: Day): Row[] {
    return [{ ref_date: day, user_source: 0, cumulate_user: this.account(call).totalOn(day) }];
  }

  /** By source, as WeChat tells it: 0 all others, 1 the search for accounts, 30 a scanned code. */
  comings(call: Call, day: Day): Row[] {
    const gained = this.account(call).gainedOn(day);
    const searched = Math.floor(gained * 0.45);
    const scanned = Math.floor(gained * 0.2);
    const row = (user_source: number, new_user: number, cancel_user: number) => ({ ref_date: day, user_source, new_user, cancel_user });
    return [row(0, gained - searched - scanned, this.account(call).lostOn(day)), row(1, searched, 0), row(30, scanned, 0)];
  }

  /** All of a day's reads: what the articles of the last week gained on it, and some of old ones. */
  reads(call: Call, day: Day): Row[] {
    const before = addDays(day, -1);
    const gained = (of: (post: OwnPost) => number) =>
      [...daysOf({ from: addDays(day, -7), to: day })]
        .flatMap((each) => ownPostsOn(call.world.seed, 'wechat', each))
        .reduce((sum, post) => sum + reachedOn('wechat', post, of(post), day) - reachedOn('wechat', post, of(post), before), 0);
    const old = roll(call.world.seed, 'old-reads', day).count(60);
    const reads = gained((post) => post.views) + old;
    return [
      {
        ref_date: day,
        user_source: 99999999,
        int_page_read_user: Math.round(reads * 0.9),
        int_page_read_count: reads,
        ori_page_read_user: gained((post) => post.clicks),
        ori_page_read_count: gained((post) => post.clicks),
        share_user: gained((post) => post.shares),
        share_count: gained((post) => post.shares),
        add_to_fav_user: gained((post) => post.saves),
        add_to_fav_count: gained((post) => post.saves),
      },
    ];
  }

  /** The articles published on a day, each with what it had come to by the end of each of its first seven days. */
  articles(call: Call, day: Day): Row[] {
    const last = [addDays(day, 6), call.today].sort()[0] as Day;
    return ownPostsOn(call.world.seed, 'wechat', day).map((post) => ({
      ref_date: day,
      msgid: `${2_247_480_000 + post.number}_1`,
      title: post.title,
      details: [...daysOf({ from: day, to: last })].map((stat_date) => {
        const so = (final: number) => reachedOn('wechat', post, final, stat_date);
        return {
          stat_date,
          target_user: this.account(call).totalOn(day),
          int_page_read_user: so(post.viewers),
          int_page_read_count: so(post.views),
          ori_page_read_user: so(post.clicks),
          ori_page_read_count: so(post.clicks),
          share_user: so(post.shares),
          share_count: so(post.shares),
          add_to_fav_user: so(post.saves),
          add_to_fav_count: so(post.saves),
        };
      }),
    }));
  }

  private account(call: Call): Following {
    this.following ??= new Following(call.world.seed, { key: WECHAT_APP.appId, brand: 'verdane', base: 61_000, daily: 38 });
    return this.following;
  }
}

/** Verdane's official account. */
export default mounted({
  sources: [
    {
      key: 'wechat-verdane',
      name: '青岚公众号',
      connector: NAME,
      mount: `/${NAME}`,
      config: { appId: WECHAT_APP.appId },
      secrets: { appSecret: WECHAT_APP.appSecret },
      brand: 'verdane',
      timeZone: 'Asia/Shanghai',
      currency: 'CNY',
    },
  ],
  open: (tokens) => new WechatCube(tokens),
});
