import type { Session } from '../../database/session';
import { agreementOf, confusionOf } from '../../stats/confusion';
import { LinearSentiment } from '../../text/linear-sentiment';
import { modelFile } from '../../text/model-file';
import { MOODS, type Mood } from '../../text/sentiment-model';
import type { SentimentLanguage } from '../../text/sentiment-models';
import { FEATURES_VERSION, textFeatures } from '../../text/text-features';
import { type LabelledFeatures, trainLinear } from '../../text/train-linear';
import { writtenLanguage } from '../../text/written-language';

/** A text that somebody labelled. */
export interface LabelledText {
  readonly text: string;
  readonly mood: Mood;
}

/** What a training came to: how many texts it was trained from, and how often the model is right on the one in five that it was not. */
export interface Trained {
  readonly id: string;
  readonly texts: number;
  readonly tested: number;
  readonly accuracy: number | null;
  readonly macroF1: number | null;
}

/** Fewer texts teach nothing. */
const FEWEST = 100;
/** What people of the workspace said of its own mentions counts so many times as much as a given text. */
const OWN_TIMES = 3;
const TEST_EACH = 5;

/**
 * Trains the workspace's own model of a language from given texts and from what its people said of its mentions, and makes it the one that holds for
 * what is written from now on; `readAgain` brings it to what is there. Sets without a neutral side teach nothing of neutral. Throws RangeError below 100 texts.
 */
export async function trainModel(
  session: Session,
  language: SentimentLanguage,
  given: readonly LabelledText[],
  name: string,
): Promise<Trained> {
  const own = (await ownLabels(session)).filter(({ text }) => languageOf(text) === language);
  if (own.length + given.length < FEWEST)
    throw new RangeError(`training: ${own.length + given.length} labelled texts of ${language}; expected ${FEWEST} or more`);
  const held = given.filter((_, at) => at % TEST_EACH === 0);
  const samples = [
    ...samplesOf(given.filter((_, at) => at % TEST_EACH > 0)),
    ...Array.from({ length: OWN_TIMES }, () => samplesOf(own)).flat(),
  ];
  const model = trainLinear(samples, { classes: MOODS, rate: 0.05 });
  const judge = new LinearSentiment('trained', model);
  const pairs = held.map(({ text, mood }): [number, number] => [
    MOODS.indexOf(mood),
    MOODS.indexOf(judge.judgeOne({ text, written: null }).label as Mood),
  ]);
  const { accuracy, macroF1 } = agreementOf(confusionOf(pairs, MOODS.length));
  const version = await nextVersion(session, language);
  const sets = [
    { name, licence: "the workspace's own", texts: given.length - held.length },
    { name: 'labels of mentions', licence: "the workspace's own", texts: own.length },
  ];
  const file = modelFile({ name: `own-${language}`, version: String(version), language, sets }, model);
  await session.execute(
    'INSERT INTO hub.text_model (workspace_id, language, version, features, file, texts, accuracy) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [session.workspaceId, language, version, FEATURES_VERSION, file, samples.length, accuracy],
  );
  return { id: `own-${language}-${version}`, texts: samples.length, tested: held.length, accuracy, macroF1 };
}

function samplesOf(texts: readonly LabelledText[]): LabelledFeatures[] {
  const neutral = MOODS.indexOf('neutral');
  const isTwoSided = !texts.some(({ mood }) => mood === 'neutral');
  return texts.map(({ text, mood }) => ({
    hashes: textFeatures(text).hashes,
    classNo: MOODS.indexOf(mood),
    without: isTwoSided ? neutral : undefined,
  }));
}

function languageOf(text: string): SentimentLanguage {
  return writtenLanguage(text)?.startsWith('zh') ? 'zh' : 'en';
}

/** What people said of the workspace's mentions: of each the newest word. */
function ownLabels(session: Session): Promise<LabelledText[]> {
  return session.query(
    `SELECT DISTINCT ON (l.source_id, l.post, l.brand_id) f.text, l.label AS mood FROM hub.mention_label l
     JOIN fact.mention f ON f.workspace_id = l.workspace_id AND f.source_id = l.source_id AND f.post = l.post AND f.brand_id = l.brand_id
     WHERE l.workspace_id = $1 AND f.text IS NOT NULL ORDER BY l.source_id, l.post, l.brand_id, l.labelled_at DESC`,
    [session.workspaceId],
  );
}

async function nextVersion(session: Session, language: SentimentLanguage): Promise<number> {
  const [row] = await session.query<{ version: number }>(
    'SELECT coalesce(max(version), 0) + 1 AS version FROM hub.text_model WHERE workspace_id = $1 AND language = $2',
    [session.workspaceId, language],
  );
  return row!.version;
}
