import { z } from 'zod';
import type { HttpRequest, Page, PullContext } from '../connector';
import { windowInstants } from '../record/window-instants';
import { listOf, listRequest, videosRequest } from './resources';

type Asked = PullContext<{ baseUrl: string; pageSize: number }>;

/** The channel, which names the list of its uploads. */
export function firstUploads({ config, part }: Asked): HttpRequest {
  return listRequest(config.baseUrl, 'channels', { part: 'contentDetails', id: part }, { playlist: null });
}

/** After the channel its list of uploads, newest first; after a page of that its videos, until one is from before the window; null after the last. */
export function afterUploads(page: Page, context: Asked): HttpRequest | null {
  const { playlist, after } = page.request.state as { playlist: string | null; after?: string | null };
  if (playlist === null) {
    const uploads = channel.safeParse(listOf(page).items[0]).data?.contentDetails.relatedPlaylists.uploads;
    return uploads === undefined ? null : itemsRequest(context, uploads, null);
  }
  if (after !== undefined) return after === null ? null : itemsRequest(context, playlist, after);
  const { items, nextPageToken } = listOf(page);
  const from = windowInstants(context).from.getTime();
  const all = items.flatMap((each) => item.safeParse(each).data?.contentDetails ?? []);
  const due = all.filter(({ videoPublishedAt }) => !(Date.parse(videoPublishedAt ?? '') < from));
  const next = due.length < all.length ? null : nextPageToken;
  const ids = due.map(({ videoId }) => videoId);
  if (ids.length > 0) return videosRequest(context.config.baseUrl, ids, { playlist, after: next });
  return next === null ? null : itemsRequest(context, playlist, next);
}

const channel = z.looseObject({ contentDetails: z.looseObject({ relatedPlaylists: z.looseObject({ uploads: z.string() }) }) });
const item = z.looseObject({ contentDetails: z.looseObject({ videoId: z.string(), videoPublishedAt: z.string().optional() }) });

function itemsRequest({ config }: Asked, playlist: string, pageToken: string | null): HttpRequest {
  const parameters = { part: 'contentDetails', playlistId: playlist, maxResults: String(config.pageSize), pageToken };
  return listRequest(config.baseUrl, 'playlistItems', parameters, { playlist });
}
