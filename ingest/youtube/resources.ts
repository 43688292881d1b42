import { z } from 'zod';
import type { Json } from '../../src/lib/lossless-json';
import type { HttpRequest, Page } from '../connector';
import { Retriable } from '../errors';
import { countText } from '../record/count-text';

/** A video as `videos.list` gives it; numbers that its owner hides are missing. */
export const video = z.looseObject({
  id: z.string().min(1),
  snippet: z.looseObject({
    publishedAt: z.iso.datetime({ offset: true }),
    channelId: z.string().min(1),
    channelTitle: z.string(),
    title: z.string(),
    description: z.string().default(''),
    tags: z.array(z.string()).default([]),
    defaultLanguage: z.string().nullish(),
    defaultAudioLanguage: z.string().nullish(),
  }),
  statistics: z
    .looseObject({ viewCount: countText.optional(), likeCount: countText.optional(), commentCount: countText.optional() })
    .default({}),
});

/** A channel as `channels.list` gives it; subscribers come rounded to three digits. */
export const channel = z.looseObject({
  id: z.string().min(1),
  snippet: z.looseObject({ title: z.string() }),
  statistics: z.looseObject({ subscriberCount: countText.optional(), hiddenSubscriberCount: z.boolean().default(false) }),
});

/** A list of the API: no `items` when there are none, `nextPageToken` when there are more. */
export function listOf(page: Page): { items: unknown[]; nextPageToken: string | null } {
  const list = z.looseObject({
    kind: z.string().startsWith('youtube#'),
    items: z.array(z.unknown()).default([]),
    nextPageToken: z.string().nullish(),
  });
  const parsed = list.safeParse(page.json());
  if (!parsed.success)
    throw new Retriable(`youtube: ${page.request.url} answered ${page.text().slice(0, 80)}; expected a list of YouTube's`);
  const { items, nextPageToken = null } = parsed.data;
  return { items, nextPageToken };
}

/** A request for a list; parameters that are null are left out. */
export function listRequest(baseUrl: string, resource: string, parameters: Record<string, string | null>, state: Json): HttpRequest {
  const url = new URL(`${baseUrl}/youtube/v3/${resource}`);
  for (const [name, value] of Object.entries(parameters)) if (value !== null) url.searchParams.set(name, value);
  return { url: url.toString(), state };
}

/** A request for everything that is told of some videos, at most fifty. */
export function videosRequest(baseUrl: string, ids: readonly string[], state: Json): HttpRequest {
  return listRequest(baseUrl, 'videos', { part: 'snippet,statistics', id: ids.join(','), maxResults: '50' }, state);
}
