import { z } from 'zod';
import type { HttpRequest, Page, PullContext } from '../connector';
import { TooLarge } from '../errors';
import { windowInstants } from '../record/window-instants';
import { listOf, listRequest, videosRequest } from './resources';

type Asked = PullContext<{ baseUrl: string; pageSize: number }>;

/** A search reaches about so many videos. */
const REACHED = 500;

/** The first page of a search for the part's words in the window. */
export function firstSearch(context: Asked): HttpRequest {
  return searchRequest(context, null, 0);
}

/**
 * After a page of a search the videos that it found, after those the search's next page; null after the last. Throws TooLarge when a search has more
 * than it reaches.
 */
export function afterSearch(page: Page, context: Asked): HttpRequest | null {
  const { read, after } = page.request.state as { read: number; after?: string | null };
  if (after !== undefined) return after === null ? null : searchRequest(context, after, read);
  const { items, nextPageToken } = listOf(page);
  const upTo = read + items.length;
  if (nextPageToken !== null && upTo >= REACHED) throw new TooLarge(`youtube: more than ${REACHED} videos for "${context.part}"`);
  const ids = items.flatMap((item) => found.safeParse(item).data?.id.videoId ?? []);
  if (ids.length > 0) return videosRequest(context.config.baseUrl, ids, { read: upTo, after: nextPageToken });
  return nextPageToken === null ? null : searchRequest(context, nextPageToken, upTo);
}

const found = z.looseObject({ id: z.looseObject({ videoId: z.string() }) });

function searchRequest(context: Asked, pageToken: string | null, read: number): HttpRequest {
  const { config, part } = context;
  const { from, until } = windowInstants(context);
  const parameters = {
    part: 'snippet',
    type: 'video',
    q: part,
    order: 'date',
    publishedAfter: from.toISOString(),
    publishedBefore: until.toISOString(),
    maxResults: String(config.pageSize),
    pageToken,
  };
  return listRequest(config.baseUrl, 'search', parameters, { read });
}
