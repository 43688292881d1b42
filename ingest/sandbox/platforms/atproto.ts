import { roll } from '../world/dice';
import type { Post } from '../world/posts';

const BASE32 = '234567abcdefghijklmnopqrstuvwxyz';

/** The account of an author: a DID of 24 letters after its method. */
export function didOf(author: string): string {
  const dice = roll('did', author);
  return `did:plc:${Array.from({ length: 24 }, () => dice.pick([...BASE32])).join('')}`;
}

/** A record key (TID): microseconds since 1970 and ten bits of a clock's number, in thirteen letters that sort as the instants do. */
export function tidOf({ at, id }: Pick<Post, 'at' | 'id'>): string {
  let rest = (BigInt(at) * 1000n * 1024n) | (BigInt(id) & 1023n);
  let text = '';
  for (let letter = 0; letter < 13; letter++, rest >>= 5n) text = BASE32[Number(rest & 31n)] + text;
  return text;
}

/** The hash that names a record's content. */
export function cidOf(key: string): string {
  const dice = roll('cid', key);
  return `bafyrei${Array.from({ length: 52 }, () => dice.pick([...BASE32])).join('')}`;
}

/** What an author writes, `app.bsky.feed.post`: hashtags are marked by facets, in bytes of UTF-8. */
export function recordOf(post: Post): Record<string, unknown> {
  const facets = [...post.text.matchAll(/#([\p{L}\p{N}_]+)/gu)].map((found) => {
    const byteStart = Buffer.byteLength(post.text.slice(0, found.index));
    return {
      index: { byteStart, byteEnd: byteStart + Buffer.byteLength(found[0]) },
      features: [{ $type: 'app.bsky.richtext.facet#tag', tag: found[1] }],
    };
  });
  return {
    $type: 'app.bsky.feed.post',
    createdAt: new Date(post.at).toISOString(),
    ...(post.language === null ? {} : { langs: [post.language] }),
    text: post.text,
    ...(facets.length === 0 ? {} : { facets }),
  };
}
