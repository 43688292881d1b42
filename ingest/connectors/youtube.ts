import { z } from 'zod';
import { CreatorPost } from '../../entities/facts/CreatorPost';
import { Mention } from '../../entities/facts/Mention';
import { SocialDay } from '../../entities/facts/SocialDay';
import { dayIn } from '../../src/lib/day';
import { connector, type Page, type PullContext, stream } from '../connector';
import { BadRecord } from '../errors';
import { baseUrl } from '../record/base-url';
import { brandFor, brandRules } from '../record/brand-rules';
import { mentionRows } from '../record/mention-rows';
import { classifyAnswer } from '../youtube/classify-answer';
import { channel, listOf, listRequest, video } from '../youtube/resources';
import { afterSearch, firstSearch } from '../youtube/search-walk';
import { afterUploads, firstUploads } from '../youtube/uploads-walk';

const config = z
  .object({
    baseUrl: baseUrl('https://www.googleapis.com'),
    /** What is searched for, one after the other; `|` parts alternatives. Each search costs 100 of the day's 10,000 units. */
    queries: z.array(z.string().trim().min(1)).default([]),
    /** The ids of the company's own channels. */
    channels: z.array(z.string().regex(/^UC[\w-]{22}$/, 'expected the id of a channel, UC and 22 characters')).default([]),
    /** Which channel is which brand's, by its title, when they are not all the source's. */
    brandRules,
    pageSize: z.int().min(1).max(50).default(50),
  })
  .refine(({ queries, channels }) => queries.length + channels.length > 0, { message: 'expected queries or channels', path: ['queries'] });
type Config = z.infer<typeof config>;

const MAX_TEXT = 4000;

/**
 * YouTube through its Data API with a key: videos that a search finds, and the company's own channels with their subscribers of the day and their
 * videos. A search gives ids only (its texts are cut and escaped), of which the videos are then asked for, fifty at a time. Views, likes and comments
 * are those at the time of reading, read again for four weeks; a number that its owner hides is unknown. Videos of the own channels are no mentions.
 */
export default connector({
  name: 'youtube',
  label: 'YouTube',
  schedule: '20 */6 * * *',
  auth: { kind: 'header', header: 'x-goog-api-key', secret: 'apiKey' },
  secrets: ['apiKey'],
  rateLimit: { requests: 10, perSeconds: 1 },
  historyDays: 730,
  timeZone: 'UTC',
  config,
  streams: [
    stream({
      name: 'videos',
      into: Mention,
      lookbackDays: 28,
      lagDays: 0,
      // Few enough for most searches to stay below what can be reached.
      windowDays: 92,
      parts: (settings: Config) => settings.queries,
      request: (context: PullContext<Config>) => firstSearch(context),
      next: (page, context) => afterSearch(page, context),
      classify: classifyAnswer,
      records: videosIn,
      shape: video,
      map: ({ id, snippet, statistics }, { source, config, brands }) => {
        if (config.channels.includes(snippet.channelId)) return [];
        const publishedAt = new Date(snippet.publishedAt);
        const { viewCount = null, likeCount, commentCount } = statistics;
        const post = {
          day: dayIn(source.timeZone, publishedAt),
          post: id,
          publishedAt,
          platform: 'youtube',
          kind: 'video',
          channel: 'social',
          language: snippet.defaultAudioLanguage ?? snippet.defaultLanguage,
          author: snippet.channelTitle,
          url: `https://www.youtube.com/watch?v=${id}`,
          text: `${snippet.title}\n${snippet.description}`.trim().slice(0, MAX_TEXT),
          engagements: likeCount === undefined && commentCount === undefined ? null : (likeCount ?? 0n) + (commentCount ?? 0n),
          views: viewCount,
          readAlso: snippet.tags.join('\n'),
        };
        return mentionRows(post, brands);
      },
    }),
    stream({
      name: 'channels',
      into: SocialDay,
      lookbackDays: 0,
      lagDays: 0,
      parts: (settings: Config) => settings.channels,
      request: ({ config, part }: PullContext<Config>) =>
        listRequest(config.baseUrl, 'channels', { part: 'snippet,statistics', id: part }, {}),
      classify: classifyAnswer,
      records: (page) => listOf(page).items,
      shape: channel,
      // What it has now is all that the platform tells: the numbers of a day are read on it, and its lifetime's totals are no day's.
      map: ({ id, snippet, statistics }, context) => [
        {
          day: context.today,
          brand: brandOf(snippet.title, context),
          platform: 'youtube',
          account: id,
          followers: statistics.hiddenSubscriberCount ? null : statistics.subscriberCount,
        },
      ],
    }),
    stream({
      name: 'uploads',
      into: CreatorPost,
      lookbackDays: 28,
      lagDays: 0,
      parts: (settings: Config) => settings.channels,
      request: (context: PullContext<Config>) => firstUploads(context),
      next: (page, context) => afterUploads(page, context),
      classify: classifyAnswer,
      records: videosIn,
      shape: video,
      map: ({ id, snippet, statistics }, context) => {
        const publishedAt = new Date(snippet.publishedAt);
        return [
          {
            day: dayIn(context.source.timeZone, publishedAt),
            brand: brandOf(snippet.channelTitle, context),
            platform: 'youtube',
            post: id,
            creator: snippet.channelId,
            creatorName: snippet.channelTitle,
            kind: 'video',
            relation: 'own' as const,
            title: snippet.title,
            url: `https://www.youtube.com/watch?v=${id}`,
            publishedAt,
            views: statistics.viewCount,
            likes: statistics.likeCount,
            comments: statistics.commentCount,
          },
        ];
      },
    }),
  ],
});

/** The lists of ids on the way to the videos hold no records. */
function videosIn(page: Page): unknown[] {
  const { items } = listOf(page);
  return new URL(page.request.url).pathname.endsWith('/videos') ? items : [];
}

function brandOf(title: string, { config, source }: PullContext<Config>): string {
  const brand = brandFor(title, config.brandRules, source.brand);
  if (brand === null) throw new BadRecord('the channel belongs to no brand: give the source a brand, or brandRules', 'brand', title);
  return brand;
}
