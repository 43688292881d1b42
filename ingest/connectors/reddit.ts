import { z } from 'zod';
import { Mention } from '../../entities/facts/Mention';
import { dayIn } from '../../src/lib/day';
import { connector, type HttpRequest, type Page, type PostsTold, type PullContext, stream } from '../connector';
import { Fatal, Retriable, Skippable, Unauthorized } from '../errors';
import { baseUrl } from '../record/base-url';
import { jsonOrNull } from '../record/json-or-null';
import { mentionRows } from '../record/mention-rows';
import { withHeaders } from '../record/signed-request';
import { windowInstants } from '../record/window-instants';

const config = z.object({
  baseUrl: baseUrl('https://oauth.reddit.com'),
  /** Where tokens are got; Reddit's own place, or below `baseUrl` when that is another server's. */
  tokenUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** Who is asking, as Reddit wants it: `<platform>:<app>:<version> (by /u/<user>)`. Without one of its own a client is hardly answered. */
  userAgent: z.string().trim().min(8),
  /** What is searched for, one after the other, in Reddit's words: `"Kumo Tea" OR kumotea`. */
  queries: z.array(z.string().trim().min(1)).min(1),
  /** Where; everywhere when there are none. */
  subreddits: z
    .array(
      z
        .string()
        .transform((name) => name.replace(/^\/?r\//, ''))
        .pipe(z.string().regex(/^\w+$/, 'expected the name of a subreddit')),
    )
    .default([]),
  pageSize: z.int().min(1).max(100).default(100),
});
type Config = z.infer<typeof config>;

const link = z.looseObject({
  kind: z.literal('t3'),
  data: z.looseObject({
    name: z.string().startsWith('t3_'),
    title: z.string(),
    selftext: z.string().default(''),
    author: z.string(),
    created_utc: z.number(),
    permalink: z.string(),
    score: z.number(),
    num_comments: z.number(),
    removed_by_category: z.string().nullish(),
  }),
});

/** A listing reaches about a thousand posts; it may hold a few less when some were removed. */
const REACHED = 950;

/**
 * Posts of Reddit that a search finds, newest first, until they are older than the window. Engagements are score and comments at the time of reading,
 * read again for four days. Comments cannot be searched. A listing reaches about a thousand posts: when that is not enough the run says so. What its
 * author or a moderator took down is erased.
 */
export default connector({
  name: 'reddit',
  label: 'Reddit',
  schedule: '*/30 * * * *',
  auth: {
    kind: 'session',
    grant: (secret, settings) => ({
      method: 'POST',
      url: tokenUrl(settings as unknown as Config),
      headers: {
        authorization: `Basic ${Buffer.from(`${secret('clientId')}:${secret('clientSecret')}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
        'user-agent': String(settings.userAgent),
      },
      body: 'grant_type=client_credentials',
    }),
    granted: (page) => ({ token: z.looseObject({ access_token: z.string() }).safeParse(page.json()).data?.access_token ?? '' }),
    place: (request, token) => withHeaders(request, { authorization: `Bearer ${token}` }),
  },
  secrets: ['clientId', 'clientSecret'],
  rateLimit: { requests: 100, perSeconds: 60 },
  historyDays: 730,
  timeZone: 'UTC',
  config,
  streams: [
    stream({
      name: 'posts',
      into: Mention,
      lookbackDays: 4,
      lagDays: 0,
      parts: (settings: Config) => settings.queries,
      request: ({ config, part }: PullContext<Config>): HttpRequest => {
        const url = new URL(`${config.baseUrl}/r/${config.subreddits.join('+') || 'all'}/search`);
        url.searchParams.set('q', part);
        url.searchParams.set('type', 'link');
        url.searchParams.set('sort', 'new');
        url.searchParams.set('t', 'all');
        url.searchParams.set('restrict_sr', String(config.subreddits.length > 0));
        url.searchParams.set('limit', String(config.pageSize));
        // Without it the texts come with &, < and > as entities.
        url.searchParams.set('raw_json', '1');
        return { url: url.toString(), headers: { 'user-agent': config.userAgent }, state: { read: 0 } };
      },
      next: (page, context) => {
        const { after } = listing(page);
        if (!after || isPast(page, context)) return null;
        const url = new URL(page.request.url);
        url.searchParams.set('after', after);
        return { ...page.request, url: url.toString(), state: { read: readUpTo(page) } };
      },
      missing: (page, context) =>
        !listing(page).after && readUpTo(page) >= REACHED && !isPast(page, context)
          ? `a listing reaches no further than ${readUpTo(page)} posts, and there are older ones: ask for less with narrower queries`
          : null,
      classify,
      waitMs: (page) => (Number(page.headers['x-ratelimit-remaining'] ?? 1) < 1 ? untilReset(page) : 0),
      records: (page) => listing(page).children,
      shape: link,
      posts: { platform: 'reddit', tell: postsIn },
      map: ({ data }, { source, brands }) => {
        const publishedAt = new Date(data.created_utc * 1000);
        const post = {
          day: dayIn(source.timeZone, publishedAt),
          post: data.name,
          publishedAt,
          platform: 'reddit',
          kind: 'post',
          channel: 'social',
          author: data.author,
          url: `https://www.reddit.com${data.permalink}`,
          text: [data.title, data.selftext].filter((part) => part !== '').join('\n'),
          engagements: Math.max(0, data.score) + data.num_comments,
        };
        return mentionRows(post, brands);
      },
    }),
  ],
});

function tokenUrl({ baseUrl, tokenUrl }: Pick<Config, 'baseUrl' | 'tokenUrl'>): string {
  const own = baseUrl === 'https://oauth.reddit.com' ? 'https://www.reddit.com' : baseUrl;
  return tokenUrl ?? `${own}/api/v1/access_token`;
}

const shown = z.looseObject({
  name: z.string(),
  author: z.unknown().optional(),
  selftext: z.unknown().optional(),
  removed_by_category: z.unknown().optional(),
});
const told = z.looseObject({ data: shown.extend({ crosspost_parent_list: z.array(shown).nullish() }) });

/** A post stays in listings, with its title, when it was taken down; a crosspost repeats the post that it passes on. */
function postsIn(record: unknown): PostsTold {
  const { data } = told.safeParse(record);
  const posts = data ? [data.data, ...(data.data.crosspost_parent_list ?? [])] : [];
  return { holds: posts.map(({ name }) => name), gone: posts.filter(isGone).map(({ name }) => name) };
}

function isGone({ author, selftext, removed_by_category: removed }: z.infer<typeof shown>): boolean {
  return author === '[deleted]' || selftext === '[deleted]' || selftext === '[removed]' || Boolean(removed);
}

function listing(page: Page) {
  const data = z.looseObject({ after: z.string().nullish(), children: z.array(z.unknown()) });
  const parsed = z.looseObject({ kind: z.literal('Listing'), data }).safeParse(page.json());
  if (!parsed.success) throw new Retriable(`reddit: ${page.request.url} answered ${page.text().slice(0, 80)}; expected a listing`);
  return parsed.data.data;
}

/** Whether the page holds a post from before the window: nothing further is asked for. */
function isPast(page: Page, context: PullContext<Config>): boolean {
  const from = windowInstants(context).from.getTime() / 1000;
  const dated = z.looseObject({ data: z.looseObject({ created_utc: z.number() }) });
  return listing(page).children.some((child) => (dated.safeParse(child).data?.data.created_utc ?? from) < from);
}

/** How many posts of the listing have come with this page. */
function readUpTo(page: Page): number {
  return (page.request.state as { read: number }).read + listing(page).children.length;
}

const failure = z.looseObject({ error: z.union([z.int(), z.string()]), message: z.string().default(''), reason: z.string().default('') });

function classify(page: Page): void {
  const parsed = failure.safeParse(jsonOrNull(page));
  const { error = page.status, message = '', reason = '' } = parsed.data ?? {};
  const status = typeof error === 'number' ? error : page.status;
  const told = `reddit: ${status} at ${page.request.url}: ${message} ${reason}`.trim();
  if (status === 429) throw new Retriable(told, untilReset(page));
  if (status === 401) throw new Unauthorized(told);
  if (status >= 500) throw new Retriable(told);
  // Private, quarantined or banned: what is asked of elsewhere can be had.
  if (status === 403 || status === 404) throw new Skippable(told);
  if (parsed.success) throw new Fatal(told);
}

const WINDOW_MS = 60_000;

/** To the end of the platform's window of ten minutes; a minute when it names no end. */
function untilReset(page: Page): number {
  const seconds = Number(page.headers['x-ratelimit-reset'] ?? Number.NaN);
  return Number.isNaN(seconds) ? WINDOW_MS : Math.ceil(seconds * 1000);
}
