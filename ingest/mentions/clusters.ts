import type { Session } from '../../src/database/session';
import type { Day } from '../../src/lib/day';
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
  const fresh = [...signed.values()].filter(({ post }) => !clusters.has(post)).sort((a, b) => (a.name < b.name ? -1 : 1));
  if (fresh.length === 0) return clusters;
  const seen = await seenTexts(session, fresh);
  const added: Added[] = [];
  for (const { post, name: own, day, signature } of fresh) {
    const cluster = seen.byExact.get(signature.exact) ?? nearest(signature, seen.byBand) ?? own;
    clusters.set(post, cluster);
    added.push({ post, day, signature, cluster, isFirst: cluster === own });
    seen.byExact.set(signature.exact, cluster);
    if (cluster !== own) continue;
    const kept = { minima: signature.minima, cluster };
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
  const rows = await session.query<{ post: string; cluster: string }>(
    `SELECT t.post, t.cluster FROM hub.mention_text t JOIN unnest($3::text[], $4::bigint[]) p (post, exact) ON t.post = p.post AND t.exact = p.exact
     WHERE t.workspace_id = $1 AND t.source_id = $2`,
    [session.workspaceId, sourceId, signed.map(({ post }) => post), signed.map(({ signature }) => signature.exact)],
  );
  return new Map(rows.map(({ post, cluster }) => [post, cluster]));
}

interface SeenTexts {
  readonly byExact: Map<number, string>;
  readonly byBand: Map<number, KeptText[]>;
}

/** The texts of the month around the posts' days that one of them may repeat. */
async function seenTexts(session: Session, fresh: readonly { day: Day; signature: TextSignature }[]): Promise<SeenTexts> {
  const days = fresh.map(({ day }) => day).sort();
  const around = `t.workspace_id = $1 AND t.day BETWEEN $3::date - ${WINDOW_DAYS} AND $4::date + ${WINDOW_DAYS}`;
  const bounds = [days[0], days.at(-1)];
  const same = await session.query<{ exact: bigint; cluster: string }>(
    `SELECT t.exact, min(t.cluster) AS cluster FROM hub.mention_text t WHERE ${around} AND t.exact = ANY($2::bigint[]) GROUP BY 1`,
    [session.workspaceId, fresh.map(({ signature }) => signature.exact), ...bounds],
  );
  const bands = [...new Set(fresh.flatMap(({ signature }) => signature.bands))];
  const near = await session.query<{ band: bigint; minima: Buffer; cluster: string }>(
    `SELECT b.band, t.minima, t.cluster FROM hub.mention_band b
     JOIN hub.mention_text t ON t.workspace_id = b.workspace_id AND t.source_id = b.source_id AND t.post = b.post
     WHERE b.workspace_id = $1 AND b.band = ANY($2::bigint[]) AND ${around} ORDER BY t.source_id, t.post`,
    [session.workspaceId, bands, ...bounds],
  );
  const byBand = Map.groupBy(
    near.map(({ band, minima, cluster }) => ({ band: Number(band), minima: wordsOf(minima), cluster })),
    ({ band }) => band,
  );
  return { byExact: new Map(same.map(({ exact, cluster }) => [Number(exact), cluster])), byBand: new Map(byBand) };
}

function nearest({ minima, bands }: TextSignature, byBand: ReadonlyMap<number, readonly KeptText[]>): string | null {
  let best: string | null = null;
  let most = NEAR;
  for (const band of bands) {
    for (const other of byBand.get(band) ?? []) {
      const near = similarity(minima, other.minima);
      if (near < most || (near === most && best !== null)) continue;
      most = near;
      best = other.cluster;
    }
  }
  return best;
}

/** Keeps the texts; of a post that said something else before, what it says now. Of posts that were erased nothing is kept. */
async function keepTexts(session: Session, sourceId: number, all: readonly Added[]): Promise<void> {
  const parameters = [session.workspaceId, sourceId];
  const erased = await session.query<{ post: string }>(
    'SELECT post FROM hub.erased_post WHERE workspace_id = $1 AND post = ANY($2::text[])',
    [session.workspaceId, all.map(({ post }) => post)],
  );
  const gone = new Set(erased.map(({ post }) => post));
  const added = all.filter(({ post }) => !gone.has(post));
  await session.execute('DELETE FROM hub.mention_band WHERE workspace_id = $1 AND source_id = $2 AND post = ANY($3::text[])', [
    ...parameters,
    added.map(({ post }) => post),
  ]);
  await session.execute(
    `INSERT INTO hub.mention_text (workspace_id, source_id, post, day, exact, minima, cluster)
     SELECT $1, $2, * FROM unnest($3::text[], $4::date[], $5::bigint[], $6::bytea[], $7::text[])
     ON CONFLICT (workspace_id, source_id, post) DO UPDATE SET day = excluded.day, exact = excluded.exact, minima = excluded.minima, cluster = excluded.cluster`,
    [
      ...parameters,
      added.map(({ post }) => post),
      added.map(({ day }) => day),
      added.map(({ signature }) => signature.exact),
      added.map(({ signature }) => bytesOf(signature.minima)),
      added.map(({ cluster }) => cluster),
    ],
  );
  const first = added.filter(({ isFirst }) => isFirst);
  const bands = first.flatMap(({ post, signature }) => [...new Set(signature.bands)].map((band) => ({ post, band })));
  if (bands.length === 0) return;
  await session.execute(
    'INSERT INTO hub.mention_band (workspace_id, source_id, band, post) SELECT $1, $2, * FROM unnest($3::bigint[], $4::text[])',
    [...parameters, bands.map(({ band }) => band), bands.map(({ post }) => post)],
  );
}

function bytesOf(minima: Uint32Array): Buffer {
  const bytes = Buffer.alloc(minima.length * 4);
  for (const [at, value] of minima.entries()) bytes.writeUInt32LE(value, at * 4);
  return bytes;
}

function wordsOf(bytes: Buffer): Uint32Array {
  return Uint32Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readUInt32LE(at * 4));
}
