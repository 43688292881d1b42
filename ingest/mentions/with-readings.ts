import { Mention } from '../../entities/facts/Mention';
import { copyCell, NULL_CELL, textOfCell } from '../../src/database/copy';
import type { Session } from '../../src/database/session';
import { workspaceModels } from '../../src/metrics/mention-readings/workspace-models';
import { type ReadMention, readMention } from '../../src/text/read-mention';
import type { SentimentModels } from '../../src/text/sentiment-models';
import { layoutOf } from '../fact-layout';
import type { FactRow } from '../fact-row';
import { clustersOf, type PostText } from './clusters';

const { keys, values } = layoutOf(Mention);
const placeOf = (property: keyof Mention) => values.findIndex((column) => column.property === property);
const POST = keys.findIndex(({ property }) => property === 'post');
const [TEXT, PLATFORM, LANGUAGE, SENTIMENT, BY, SCORE, WRITTEN, TOPIC, SPAM, CLUSTER] = (
  ['text', 'platform', 'language', 'sentiment', 'sentimentBy', 'sentimentScore', 'written', 'topic', 'spam', 'cluster'] as const
).map(placeOf) as [number, number, number, number, number, number, number, number, number, number];

/** In millionths. Finer than that a score says nothing. */
const HUNDREDTH = 10_000;
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
    const post = textOfCell(row.keys.split('\t')[POST]!) ?? '';
    const cells = row.values.split('\t');
    return { row, post, cells, name: `${textOfCell(cells[PLATFORM]!) ?? ''}:${post}` };
  });
  const texts = told.flatMap(({ row, post, name, cells }): PostText[] => {
    const text = textOfCell(cells[TEXT]!);
    return text === null ? [] : [{ post, name, day: row.day, text }];
  });
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
  return told.map(({ row, post, name, cells }) => {
    const text = textOfCell(cells[TEXT]!);
    const brand = typeof row.links[0] === 'string' ? row.links[0] : '';
    const label = labels.get(`${post}\0${brand}`);
    cells[CLUSTER] = copyCell(clusters.get(post) ?? name);
    if (text !== null) write(cells, read.of(text, textOfCell(cells[LANGUAGE]!)));
    else if (cells[SENTIMENT] !== NULL_CELL) cells[BY] = SOURCE!;
    if (label !== undefined) [cells[SENTIMENT], cells[BY], cells[SCORE]] = [label, HUMAN!, NULL_CELL];
    return { ...row, values: cells.join('\t') };
  });
}

function write(cells: string[], { written, sentiment, topic, isSpam }: ReadMention): void {
  const isTold = cells[SENTIMENT] !== NULL_CELL;
  cells[WRITTEN] = copyCell(written);
  cells[TOPIC] = copyCell(topic);
  cells[SPAM] = isSpam ? 'spam' : 'ok';
  cells[BY] = isTold ? SOURCE! : copyCell(sentiment.label === null ? null : sentiment.model);
  if (isTold) return;
  cells[SENTIMENT] = copyCell(sentiment.label);
  cells[SCORE] = sentiment.score === null ? NULL_CELL : String(Math.round(sentiment.score * 100) * HUNDREDTH);
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
