import { createHash } from 'node:crypto';
import { fromEpoch, toEpoch } from '../../../src/lib/day';
import { type Call, xml } from '../platform';
import { OWN_BRANDS, type OwnBrand } from '../world/brands';
import type { Post } from '../world/posts';
import { subscribersOf, type Upload, uploadsOf, viewShare } from '../world/uploads';

type Resource = Record<string, unknown>;
/** A video with what a list of uploads repeats of it. */
export type Video = Resource & { readonly id: string; readonly snippet: Resource & { readonly publishedAt: string } };

/** Set in the numbers behind the ids of uploads, never in those of posts. */
const UPLOAD = 1n << 63n;

/** The id of a brand's channel. */
export function channelOf({ key }: Pick<OwnBrand, 'key'>): string {
  return `UC${createHash('sha256').update(key).digest('base64url').slice(0, 22)}`;
}

/** The list of a channel's uploads is named as the channel. */
export function uploadsPlaylistOf(brand: OwnBrand): string {
  return channelOf(brand).replace(/^UC/, 'UU');
}

/** A channel as `channels.list` gives it; subscribers are rounded to three digits. */
export function channelResource(brand: OwnBrand, call: Call): Resource {
  const subscribers = Number(subscribersOf(brand, call.today).toPrecision(3));
  return {
    kind: 'youtube#channel',
    id: channelOf(brand),
    snippet: { title: `${brand.names.en} Official`, description: '', publishedAt: '2020-02-02T00:00:00Z', country: brand.country },
    statistics: {
      viewCount: String(subscribers * 90),
      subscriberCount: String(subscribers),
      hiddenSubscriberCount: false,
      videoCount: '120',
    },
    contentDetails: { relatedPlaylists: { likes: '', uploads: uploadsPlaylistOf(brand) } },
  };
}

/** A video that a search found: its texts are cut and escaped. */
export function searchResult(post: Post): Resource {
  const snippet = { ...snippetOf(post), title: xml(titleOf(post)), description: xml(post.text.slice(0, 60)) };
  return { kind: 'youtube#searchResult', id: { kind: 'youtube#video', videoId: idOf(BigInt(post.id)) }, snippet };
}

/** The video with an id, as `videos.list` gives it; null when there is none. */
export function videoNamed(call: Call, id: string): Video | null {
  if (!/^[\w-]{11}$/.test(id)) return null;
  const number = Buffer.from(id, 'base64url').readBigUInt64BE();
  if ((number & UPLOAD) === 0n) {
    const post = call.world.postsOn(fromEpoch(Math.floor(Number(number >> 16n) / 86_400_000))).find((each) => each.id === String(number));
    return post && post.at <= call.now ? videoOfPost(post, call) : null;
  }
  const day = fromEpoch(Number(number & 0xffffffn));
  const brand = OWN_BRANDS[Number((number >> 32n) & 0xffn)];
  const [upload] = brand ? uploadsOf(call.world.seed, brand, day, day) : [];
  return upload ? videoOfUpload(upload, call) : null;
}

/** Somebody's video; one in five hides its likes. */
export function videoOfPost(post: Post, call: Call): Video {
  const views = Math.floor((post.likes + 1) * 37 * viewShare(call.now - post.at));
  return video(
    idOf(BigInt(post.id)),
    { ...snippetOf(post), title: titleOf(post), description: post.text, tags: post.tags },
    views,
    Number(BigInt(post.id) % 5n) === 0,
  );
}

/** A video of a brand's own channel. */
export function videoOfUpload(upload: Upload, call: Call): Video {
  const { brand, day, at, title, views } = upload;
  const number = UPLOAD | (BigInt(OWN_BRANDS.indexOf(brand)) << 32n) | BigInt(toEpoch(day));
  const snippet = {
    publishedAt: instant(at),
    channelId: channelOf(brand),
    title,
    description: `${title}. More on our site.`,
    channelTitle: `${brand.names.en} Official`,
    defaultAudioLanguage: 'en',
  };
  return video(idOf(number), snippet, Math.floor(views * viewShare(call.now - at)), false);
}

function video(id: string, snippet: Resource & { publishedAt: string }, views: number, hidesLikes: boolean): Video {
  const likes = hidesLikes ? {} : { likeCount: String(Math.floor(views / 25)) };
  const statistics = { viewCount: String(views), ...likes, favoriteCount: '0', commentCount: String(Math.floor(views / 120)) };
  return {
    kind: 'youtube#video',
    etag: 'sandbox',
    id,
    snippet: { ...snippet, categoryId: '26', liveBroadcastContent: 'none' },
    statistics,
  };
}

function snippetOf(post: Post) {
  return {
    publishedAt: instant(post.at),
    channelId: `UC${createHash('sha256').update(post.author).digest('base64url').slice(0, 22)}`,
    channelTitle: post.author,
    ...(post.language === null ? {} : { defaultAudioLanguage: post.language }),
  };
}

function titleOf(post: Post): string {
  return post.text.split(/(?<=[.!?。！？])/)[0] as string;
}

function instant(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+/, '');
}

/** Eight bytes in eleven letters. */
function idOf(number: bigint): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(number);
  return bytes.toString('base64url');
}
