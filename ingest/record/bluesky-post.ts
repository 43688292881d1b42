import { z } from 'zod';
import { dayIn } from '../../src/lib/day';
import type { Post } from './mention-rows';

const facet = z.looseObject({
  index: z.looseObject({ byteStart: z.int().min(0), byteEnd: z.int().min(0) }),
  features: z.array(z.looseObject({ uri: z.string().optional(), tag: z.string().optional() })),
});
type Facet = z.infer<typeof facet>;

/** What an author writes: the record `app.bsky.feed.post`, whose server checks little of what a client puts in it. */
export const blueskyRecord = z.looseObject({
  text: z.string(),
  createdAt: z.string(),
  langs: z.array(z.string()).catch([]).default([]),
  tags: z.array(z.string()).catch([]).default([]),
  facets: z.array(facet).catch([]).default([]),
  reply: z.unknown().optional(),
});

/** A record with what the network says about it: its at:// address, who is shown as its author, and when the network first saw it. */
export interface SeenRecord {
  readonly uri: string;
  readonly author: string;
  readonly record: z.infer<typeof blueskyRecord>;
  readonly seenAt: Date;
  readonly timeZone: string;
}

/** An at:// address of a post and what the addresses of all its account's posts begin with; none when it is no address. */
export function blueskyNames(uri: string): string[] {
  const account = /^at:\/\/[^/]+\//.exec(uri)?.[0];
  return account === undefined ? [] : [uri, account];
}

/** A Bluesky post before its brands are looked for. A reply is a comment; hashtags that are not in the text are searched too. */
export function blueskyPost({ uri, author, record, seenAt, timeZone }: SeenRecord): Post {
  const publishedAt = earlier(record.createdAt, seenAt);
  const [, did, rkey] = /^at:\/\/([^/]+)\/[^/]+\/([^/]+)$/.exec(uri) ?? [];
  const tags = [...record.tags, ...record.facets.flatMap(({ features }) => features.map(({ tag }) => tag ?? ''))];
  return {
    day: dayIn(timeZone, publishedAt),
    post: uri,
    publishedAt,
    platform: 'bluesky',
    kind: record.reply ? 'comment' : 'post',
    channel: 'social',
    language: record.langs[0] ?? null,
    author,
    url: did === undefined ? null : `https://bsky.app/profile/${did}/post/${rkey}`,
    text: withWholeLinks(record.text, record.facets),
    readAlso: tags
      .filter((tag) => tag !== '')
      .map((tag) => `#${tag}`)
      .join(' '),
  };
}

/** What the author's client says, unless it is no instant or lies after the moment when the post was seen. */
function earlier(createdAt: string, seenAt: Date): Date {
  const claimed = /(Z|[+-]\d{2}:\d{2})$/.test(createdAt) ? new Date(createdAt) : seenAt;
  return claimed < seenAt ? claimed : seenAt;
}

/** Links are shown shortened ("example.com/a-lon…"); facets say, in bytes of UTF-8, where each stands and where it leads. */
function withWholeLinks(text: string, facets: readonly Facet[]): string {
  const bytes = Buffer.from(text);
  const links = facets
    .map(({ index, features }) => ({ ...index, uri: features.find(({ uri }) => uri !== undefined)?.uri }))
    .sort((a, b) => a.byteStart - b.byteStart);
  let whole = '';
  let at = 0;
  for (const { byteStart, byteEnd, uri } of links) {
    if (uri === undefined || byteStart < at || byteEnd < byteStart || byteEnd > bytes.length) continue;
    whole += bytes.subarray(at, byteStart).toString() + uri;
    at = byteEnd;
  }
  return whole + bytes.subarray(at).toString();
}
