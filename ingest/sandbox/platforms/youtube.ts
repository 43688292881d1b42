import { dayIn } from '../../../src/lib/day';
import { type Answer, type Call, json, mounted, type Platform } from '../platform';
import { OWN_BRANDS, WORLD_BRANDS } from '../world/brands';
import { finder, postsAt } from '../world/outlets';
import { uploadsOf } from '../world/uploads';
import { channelOf, channelResource, searchResult, uploadsPlaylistOf, videoNamed, videoOfUpload } from './youtube-resources';

const NAME = 'youtube';
const API_KEY = 'AIzaSandboxKey-0000000000000000000000';
const PATH = '/youtube/v3/';

/** YouTube's Data API: search, videos, channels and their lists of uploads, each a list of at most fifty with a token for more. */
const youtube: Platform = {
  name: NAME,
  paging: ['pageToken'],
  answer: (call) => {
    const key = call.headers['x-goog-api-key'] ?? call.query.get('key') ?? '';
    if (key === '') return refusal(403, 'PERMISSION_DENIED', "Method doesn't allow unregistered callers.", 'forbidden');
    if (key !== API_KEY) return badKey();
    const method = METHODS[call.path.slice(PATH.length)];
    return method && call.path.startsWith(PATH) ? method(call) : refusal(404, 'NOT_FOUND', 'Not Found', 'notFound');
  },
  throttled: () =>
    refusal(429, 'RESOURCE_EXHAUSTED', "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute'.", 'rateLimitExceeded', [
      { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'RATE_LIMIT_EXCEEDED', domain: 'googleapis.com' },
    ]),
  failed: () => refusal(503, 'UNAVAILABLE', 'The service is currently unavailable.', 'backendError'),
  expired: badKey,
};

const METHODS: Readonly<Record<string, (call: Call) => Answer>> = { search, videos, channels, playlistItems };

function search(call: Call): Answer {
  const finds = finder(call.query.get('q') ?? '');
  const after = Date.parse(call.query.get('publishedAfter') ?? '') || 0;
  const before = Math.min(call.now + 1, Date.parse(call.query.get('publishedBefore') ?? '') || Number.POSITIVE_INFINITY);
  const first = [call.world.firstDay(call.today), dayIn('UTC', new Date(after))].sort()[1] as string;
  const all = [...postsAt(call.world, NAME, first, dayIn('UTC', new Date(before)))];
  const found = all.filter(({ at, text }) => at >= after && at < before && finds(text));
  return list(call, 'searchListResponse', found, searchResult, { totalResults: found.length === 0 ? 0 : 1_000_000 });
}

function videos(call: Call): Answer {
  const ids = (call.query.get('id') ?? '').split(',');
  if (ids.length > 50) return refusal(400, 'INVALID_ARGUMENT', 'The request specifies an invalid filter parameter.', 'invalidFilters');
  const found = ids.flatMap((id) => videoNamed(call, id) ?? []);
  const spoil = (video: Record<string, unknown>) => ({ ...video, id: '', snippet: { title: '' } });
  return list(call, 'videoListResponse', found, (video) => video, { spoil });
}

function channels(call: Call): Answer {
  const wanted = (call.query.get('id') ?? '').split(',');
  const found = OWN_BRANDS.filter((brand) => wanted.includes(channelOf(brand)));
  return list(call, 'channelListResponse', found, (brand) => channelResource(brand, call));
}

function playlistItems(call: Call): Answer {
  const brand = OWN_BRANDS.find((each) => uploadsPlaylistOf(each) === call.query.get('playlistId'));
  if (!brand)
    return refusal(
      404,
      'NOT_FOUND',
      "The playlist identified with the request's <code>playlistId</code> parameter cannot be found.",
      'playlistNotFound',
    );
  const uploads = [...uploadsOf(call.world.seed, brand, call.world.firstDay(call.today), call.today)].filter(({ at }) => at <= call.now);
  return list(call, 'playlistItemListResponse', uploads, (upload) => {
    const { id, snippet } = videoOfUpload(upload, call);
    return { kind: 'youtube#playlistItem', id: `item-${id}`, contentDetails: { videoId: id, videoPublishedAt: snippet.publishedAt } };
  });
}

/** A page of a list, which says nothing of items when it has none. */
function list<T>(
  call: Call,
  kind: string,
  all: readonly T[],
  write: (each: T) => Record<string, unknown>,
  more: { totalResults?: number; spoil?: (record: Record<string, unknown>) => Record<string, unknown> } = {},
): Answer {
  const size = Math.max(1, Math.min(50, Number(call.query.get('maxResults') ?? 5)));
  const start = Number(Buffer.from(call.query.get('pageToken') ?? '', 'base64url').toString() || 0);
  const items = call.page(all.slice(start, start + size).map(write), more.spoil ?? ((record) => record));
  const next = start + size < all.length ? { nextPageToken: Buffer.from(String(start + size)).toString('base64url') } : {};
  const pageInfo = { totalResults: more.totalResults ?? all.length, resultsPerPage: size };
  return json({ kind: `youtube#${kind}`, etag: 'sandbox', ...next, pageInfo, ...(items.length > 0 ? { items } : {}) });
}

function refusal(code: number, status: string, message: string, reason: string, details: readonly object[] = []): Answer {
  const errors = [{ message, domain: code === 403 ? 'global' : 'youtube', reason }];
  return json({ error: { code, message, errors, status, ...(details.length > 0 ? { details } : {}) } }, code);
}

function badKey(): Answer {
  return refusal(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', 'badRequest', [
    { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID', domain: 'googleapis.com' },
  ]);
}

/** All brands in one search, and the channels of the company's own. */
export default mounted({
  sources: [
    {
      key: NAME,
      name: 'YouTube',
      connector: NAME,
      mount: `/${NAME}`,
      config: {
        queries: [[...new Set(WORLD_BRANDS.flatMap(({ names }) => Object.values(names)))].join('|')],
        channels: OWN_BRANDS.map(channelOf),
        brandRules: OWN_BRANDS.map(({ key, names }) => ({ match: names.en, brand: key })),
      },
      secrets: { apiKey: API_KEY },
      timeZone: 'UTC',
    },
  ],
  open: () => youtube,
});
