import type { FactColumn } from '../../entities/facts/fact';
import { Mention } from '../../entities/facts/Mention';
import type { Session } from '../../src/database/session';
import { workspaceModels } from '../../src/metrics/mention-readings/workspace-models';
import { type ReadMention, readMention } from '../../src/text/read-mention';
import type { SentimentModels } from '../../src/text/sentiment-models';
import { layoutOf } from '../fact-layout';
import type { FactRow } from '../fact-row';
import { clustersOf, type PostText } from './clusters';

const { keys, values } = layoutOf(Mention);
const columnOf = (property: keyof Mention) => [...keys, ...values].find((column) => column.property === property)!;
const [POST, TEXT, PLATFORM, LANGUAGE] = [columnOf('post'), columnOf('text'), columnOf('platform'), columnOf('language')];
const [SENTIMENT, BY, SCORE] = [columnOf('sentiment'), columnOf('sentimentBy'), columnOf('sentimentScore')];
const [WRITTEN, TOPIC, SPAM, CLUSTER] = [columnOf('written'), columnOf('topic'), columnOf('spam'), columnOf('cluster')];

/** In millionths. Finer than that a score says nothing. */
const HUNDREDTH = 10_000n;
/** Who gave a mention its sentiment: a person before the source, the source before a model. */
const [HUMAN, SOURCE] = ['human', 'source'];

/**
 * Rows of mentions with what the hub reads from their texts: how each is written, what it is about, whether it looks like spam, whose repost it is,
 * and how it speaks. What a person said of a mention stands; else what the source says itself; else what the model of its language judges.
 * The same rows are read the same again, until a model, a label or the brand's names change. The caller holds the workspace's row.
 */
export async function withReadings(session: Session, sourceId: number, rows: readonly FactRow[]): Promise<readonly FactRow[]> {
  if (rows.length === 0) return rows;
  const told = rows.map((row) => {
    const post = row.valueOf(POST) ?? '';
    return { row, post, name: `${row.valueOf(PLATFORM) ?? ''}:${post}`, text: row.valueOf(TEXT) };
  });
  const texts = told.flatMap(({ row, post, name, text }): PostText[] => (text === null ? [] : [{ post, name, day: row.day, text }]));
  const [models, labels, clusters] = [
    await workspaceModels(session),
    await humanLabels(
      session,
      sourceId,
      told.map(({ post }) => post),
    ),
    await clustersOf(session, sourceId, texts),
  ];
  const read = new Readings(models);
  return told.map(({ row, post, name, text }) => {
    const brand = typeof row.links[0] === 'string' ? row.links[0] : '';
    const label = labels.get(`${post}\0${brand}`);
    const isTold = row.valueOf(SENTIMENT) !== null;
    return row.with(
      new Map<FactColumn, unknown>([
        [CLUSTER, clusters.get(post) ?? name],
        ...(isTold ? [[BY, SOURCE] as const] : []),
        ...(text === null ? [] : cellsOf(read.of(text, row.valueOf(LANGUAGE)), isTold)),
        ...(label === undefined
          ? []
          : ([
              [SENTIMENT, label],
              [BY, HUMAN],
              [SCORE, null],
            ] as const)),
      ]),
    );
  });
}

function cellsOf({ written, sentiment, topic, isSpam }: ReadMention, isTold: boolean): (readonly [FactColumn, unknown])[] {
  const { label, score, model } = sentiment;
  const read = [
    [WRITTEN, written],
    [TOPIC, topic],
    [SPAM, isSpam ? 'spam' : 'ok'],
  ] as const;
  if (isTold) return [...read];
  return [
    ...read,
    [BY, label === null ? null : model],
    [SENTIMENT, label],
    [SCORE, score === null ? null : BigInt(Math.round(score * 100)) * HUNDREDTH],
  ];
}

/** Reads a text once, for however many brands it names. */
class Readings {
  private readonly known = new Map<string, ReadMention>();

  constructor(private readonly models: SentimentModels) {}

  of(text: string, language: string | null): ReadMention {
    const key = `${language}\0${text}`;
    const known = this.known.get(key);
    if (known) return known;
    const read = readMention(text, this.models, language);
    this.known.set(key, read);
    return read;
  }
}

/** What people said of the mentions, by post and brand: of several the newest. */
async function humanLabels(session: Session, sourceId: number, posts: readonly string[]): Promise<Map<string, string>> {
  const rows = await session.query<{ post: string; brand: string; label: string }>(
    `SELECT l.post, b.key AS brand, l.label FROM hub.mention_label l JOIN hub.brand b ON b.workspace_id = l.workspace_id AND b.id = l.brand_id
     WHERE l.workspace_id = $1 AND l.source_id = $2 AND l.post = ANY($3::text[]) ORDER BY l.labelled_at`,
    [session.workspaceId, sourceId, posts],
  );
  return new Map(rows.map(({ post, brand, label }) => [`${post}\0${brand}`, label]));
}
