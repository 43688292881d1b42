import type { DeletablePosts, PostsTold } from '../connector';

/** A post, and the number of the record of a page that speaks of it. */
export interface PostAt {
  readonly post: string;
  readonly recordNo: number;
}

/** The posts that a page's records speak of. */
export interface PagePosts {
  readonly platform: string;
  readonly held: readonly PostAt[];
  readonly gone: readonly PostAt[];
}

/** A longer name fits into no key of a fact, so that no row has it. */
const LONGEST_NAME = 2_000;

/** Which posts the records of a page hold, and which they say are gone. */
export function postsOf({ platform, tell }: DeletablePosts, records: readonly unknown[]): PagePosts {
  const told = records.map((record) => tell(record));
  const listed = (what: keyof PostsTold) =>
    told.flatMap((posts, recordNo) => [...new Set(posts[what].filter(isName))].map((post) => ({ post, recordNo })));
  return { platform, held: listed('holds'), gone: listed('gone') };
}

/** Whether all that a record is about is gone: then it is a notice and nothing else. */
export function isNotice({ holds, gone }: PostsTold): boolean {
  return gone.length > 0 && holds.every((post) => post.endsWith('/') || gone.includes(post));
}

function isName(post: string): boolean {
  return (
    post !== '' && post.length <= LONGEST_NAME && Buffer.byteLength(post) <= LONGEST_NAME && !post.includes('\0') && post.isWellFormed()
  );
}
