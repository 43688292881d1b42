import type { Session } from '../../src/database/session';
import { addDays, type Day, daysBetween } from '../../src/lib/day';
import { NEAR, similarity, type TextSignature, textSignature } from '../../src/text/near-duplicates';

/** The text of a post of a source. */
export interface PostText {
  readonly post: string;
  /** `<platform>:<post>`: what the post is called whatever the source that found it. */
  readonly name: string;
  readonly day: Day;
  readonly text: string;
}

/** A text that is kept for comparing. */
interface KeptText {
  readonly day: Day;
  readonly minima: Uint32Array;
  readonly cluster: string;
}

/** Reposts come within so many days. */
const WINDOW_DAYS = 30;

/**
 * The cluster of each post, `<platform>:<post>` of the first text of its kind that was seen within a month: reposts and near copies share it, whatever
 * the source. A post keeps its cluster for as long as its text stays. Texts that say next to nothing have none.
 */
export async function clustersOf(session: Session, sourceId: number, texts: readonly PostText[]): Promise<Map<string, string>> {
  const signed = new Map<string, PostText & { signature: TextSignature }>();
  for (const each of texts) {
    const signature = signed.has(each.post) ? null : textSignature(each.text);
    if (signature) signed.set(each.post, { ...each, signature });
  }
  if (signed.size === 0) return new Map();
  const clusters = await knownClusters(session, sourceId, [...signed.values()]);
  // Of what comes together the order means nothing.
  const unknown = [...signed.values()].filter(({ post }) => !clusters.has(post)).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const [post, cluster] of await erasedClusters(session, sourceId, unknown)) clusters.set(post, cluster);
  const fresh = unknown.filter(({ post }) => !clusters.has(post));
  if (fresh.length === 0) return clusters;
  const seen = await seenTexts(session, fresh);
  const added: Added[] = [];
  for (const { post, name: own, day, signature } of fresh) {
    const cluster = seen.byExact.get(signature.exact) ?? nearest(signature, day, seen.byBand) ?? own;
    clusters.set(post, cluster);
    added.push({ post, day, signature, cluster, isFirst: cluster === own });
    seen.byExact.set(signature.exact, cluster);
    if (cluster !== own) continue;
    const kept = { day, minima: signature.minima, cluster };
    for (const band of signature.bands) seen.byBand.set(band, [...(seen.byBand.get(band) ?? []), kept]);
  }
  await keepTexts(session, sourceId, added);
  return clusters;
}

interface Added {
  readonly post: string;
  readonly day: Day;
  readonly signature: TextSignature;
  readonly cluster: string;
  readonly isFirst: boolean;
}

/** Of posts that were read before and say the same. */
async function knownClusters(
  session: Session,
  sourceId: number,
  signed: readonly { post: string; signature: TextSignature }[],
): Promise<Map<string, string>> {
  const rows = await session.query<{ post: string; exact: bigint; cluster: string }>(
    'SELECT post, exact, cluster FROM hub.mention_text WHERE workspace_id = $1 AND source_id = $2 AND post = ANY($3::text[])',
    [session.workspaceId, sourceId, signed.map(({ post }) => post)],
  );
  const said = new Map(signed.map(({ post, signature }) => [post, signature.exact]));
  return new Map(rows.filter(({ post, exact }) => said.get(post) === Number(exact)).map(({ post, cluster }) => [post, cluster]));
}

/** Of posts that were erased nothing is kept to compare by: shown again by a cache, they stay in the cluster that they were in. */
async function erasedClusters(
  session: Session,
  sourceId: number,
  texts: readonly { post: string; name: string }[],
): Promise<[string, string][]> {
  const erased = await session.query<{ post: string }>(
    'SELECT post FROM hub.erased_post WHERE workspace_id = $1 AND post = ANY($2::text[])',
    [session.workspaceId, texts.map(({ post }) => post)],
  );
  if (erased.length === 0) return [];
  const gone = new Set(erased.map(({ post }) => post));
  const were = await session.query<{ post: string; cluster: string | null }>(
    'SELECT post, cluster FROM fact.mention WHERE workspace_id = $1 AND source_id = $2 AND post = ANY($3::text[])',
    [session.workspaceId, sourceId, [...gone]],
  );
  const clusters = new Map(were.map(({ post, cluster }) => [post, cluster]));
  return texts.filter(({ post }) => gone.has(post)).map(({ post, name }) => [post, clusters.get(post) ?? name]);
}

interface SeenTexts {
  readonly byExact: Map<number, string>;
  readonly byBand: Map<number, KeptText[]>;
}

/** The texts of the month around the posts' days that one of them may repeat. */
async function seenTexts(session: Session, fresh: readonly { day: Day; signature: TextSignature }[]): Promise<SeenTexts> {
  const days = fresh.map(({ day }) => day).sort();
  const same = await session.query<{ exact: bigint; cluster: string }>(
    `SELECT exact, min(cluster) AS cluster FROM hub.mention_text
     WHERE workspace_id = $1 AND exact = ANY($2::bigint[]) AND day BETWEEN $3::date - ${WINDOW_DAYS} AND $4::date + ${WINDOW_DAYS} GROUP BY 1`,
    [session.workspaceId, fresh.map(({ signature }) => signature.exact), days[0], days.at(-1)],
  );
  const byBand = await textsByBand(session, [...new Set(fresh.flatMap(({ signature }) => signature.bands))]);
  return { byExact: new Map(same.map(({ exact, cluster }) => [Number(exact), cluster])), byBand };
}

/** The first texts of their kind that are found by one of the bands. Row-level security keeps a join from going by index: one list after the other does. */
async function textsByBand(session: Session, bands: readonly number[]): Promise<Map<number, KeptText[]>> {
  const met = await session.query<{ band: bigint; source_id: number; post: string }>(
    'SELECT band, source_id, post FROM hub.mention_band WHERE workspace_id = $1 AND band = ANY($2::bigint[]) ORDER BY band, source_id, post',
    [session.workspaceId, bands],
  );
  if (met.length === 0) return new Map();
  const texts = await session.query<{ source_id: number; post: string; day: Day; minima: Buffer; cluster: string }>(
    'SELECT source_id, post, day, minima, cluster FROM hub.mention_text WHERE workspace_id = $1 AND post = ANY($2::text[])',
    [session.workspaceId, [...new Set(met.map(({ post }) => post))]],
  );
  const kept = new Map(
    texts.map(({ source_id: source, post, minima, ...text }) => [`${source}:${post}`, { ...text, minima: wordsOf(minima) }]),
  );
  const byBand = Map.groupBy(met, ({ band }) => Number(band));
  return new Map(
    [...byBand].map(([band, each]) => [band, each.flatMap(({ source_id: source, post }) => kept.get(`${source}:${post}`) ?? [])]),
  );
}

function nearest({ minima, bands }: TextSignature, day: Day, byBand: ReadonlyMap<number, readonly KeptText[]>): string | null {
  let best: string | null = null;
  let most = NEAR;
  for (const band of bands) {
    for (const other of byBand.get(band) ?? []) {
      if (Math.abs(daysBetween(other.day, day)) > WINDOW_DAYS) continue;
      const near = similarity(minima, other.minima);
      if (near < most || (near === most && best !== null)) continue;
      most = near;
      best = other.cluster;
    }
  }
  return best;
}

/** Keeps the texts; of a post that said something else before, what it says now. */
async function keepTexts(session: Session, sourceId: number, added: readonly Added[]): Promise<void> {
  const posts = added.map(({ post }) => post);
  await leaveBands(session, 'source_id = $2 AND post = ANY($3::text[])', [sourceId, posts]);
  const bandsOf = ({ isFirst, signature }: Added) => (isFirst ? [...new Set(signature.bands)] : null);
  await session.execute(
    `INSERT INTO hub.mention_text (workspace_id, source_id, post, day, exact, minima, cluster, bands)
     SELECT $1, $2, p.post, p.day, p.exact, p.minima, p.cluster, p.bands::bigint[]
     FROM unnest($3::text[], $4::date[], $5::bigint[], $6::bytea[], $7::text[], $8::text[]) p (post, day, exact, minima, cluster, bands)
     ON CONFLICT (workspace_id, source_id, post)
     DO UPDATE SET day = excluded.day, exact = excluded.exact, minima = excluded.minima, cluster = excluded.cluster, bands = excluded.bands`,
    [
      session.workspaceId,
      sourceId,
      posts,
      added.map(({ day }) => day),
      added.map(({ signature }) => signature.exact),
      added.map(({ signature }) => bytesOf(signature.minima)),
      added.map(({ cluster }) => cluster),
      added.map((each) => bandsOf(each) && `{${bandsOf(each)?.join(',')}}`),
    ],
  );
  const bands = added.flatMap((each) => (bandsOf(each) ?? []).map((band) => ({ post: each.post, band })));
  await session.execute(
    'INSERT INTO hub.mention_band (workspace_id, source_id, band, post) SELECT $1, $2, * FROM unnest($3::bigint[], $4::text[])',
    [session.workspaceId, sourceId, bands.map(({ band }) => band), bands.map(({ post }) => post)],
  );
  await forgetBands(session, added.map(({ day }) => day).sort()[0]!);
}

/** Texts that are too old to be repeated by what comes now are not looked for any more; they keep their clusters. */
async function forgetBands(session: Session, first: Day): Promise<void> {
  const before = addDays(first, -2 * WINDOW_DAYS);
  await leaveBands(session, 'day < $2::date', [before]);
  await session.execute('UPDATE hub.mention_text SET bands = NULL WHERE workspace_id = $1 AND day < $2::date AND bands IS NOT NULL', [
    session.workspaceId,
    before,
  ]);
}

/** Takes some texts out of where near texts meet. */
async function leaveBands(session: Session, which: string, parameters: readonly unknown[]): Promise<void> {
  const old = await session.query<{ post: string; bands: bigint[] }>(
    `SELECT post, bands FROM hub.mention_text WHERE workspace_id = $1 AND bands IS NOT NULL AND ${which}`,
    [session.workspaceId, ...parameters],
  );
  if (old.length === 0) return;
  await session.execute('DELETE FROM hub.mention_band WHERE workspace_id = $1 AND band = ANY($2::bigint[]) AND post = ANY($3::text[])', [
    session.workspaceId,
    old.flatMap(({ bands }) => bands),
    old.map(({ post }) => post),
  ]);
}

function bytesOf(minima: Uint32Array): Buffer {
  const bytes = Buffer.alloc(minima.length * 4);
  for (const [at, value] of minima.entries()) bytes.writeUInt32LE(value, at * 4);
  return bytes;
}

function wordsOf(bytes: Buffer): Uint32Array {
  return Uint32Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readUInt32LE(at * 4));
}
