import { LRUCache } from 'lru-cache';
import type { Session } from '../../database/session';
import { LinearSentiment } from '../../text/linear-sentiment';
import { readModelFile } from '../../text/model-file';
import type { SentimentLanguage, SentimentModels } from '../../text/sentiment-models';
import { FEATURES_VERSION } from '../../text/text-features';
import { shippedModels } from './shipped-models';

/** A model takes some 800 kB of memory. */
const kept = new LRUCache<string, LinearSentiment>({ max: 64 });

/** The models that judge the workspace's mentions: of each language the newest that it trained itself, of the features that are read now; else the one that is shipped. */
export async function workspaceModels(session: Session): Promise<SentimentModels> {
  const newest = await session.query<{ language: SentimentLanguage; version: number }>(
    'SELECT language, max(version) AS version FROM hub.text_model WHERE workspace_id = $1 AND features = $2 GROUP BY 1',
    [session.workspaceId, FEATURES_VERSION],
  );
  const models: SentimentModels = { ...shippedModels() };
  for (const { language, version } of newest) models[language] = await ownModel(session, language, version);
  return models;
}

async function ownModel(session: Session, language: SentimentLanguage, version: number): Promise<LinearSentiment> {
  // A version is never changed, but databases come and go: the file's own hash would cost as much as reading it.
  const [row] = await session.query<{ trained: string }>(
    'SELECT trained_at::text AS trained FROM hub.text_model WHERE workspace_id = $1 AND language = $2 AND version = $3',
    [session.workspaceId, language, version],
  );
  const key = `${session.workspaceId} ${language} ${version} ${row?.trained}`;
  const known = kept.get(key);
  if (known) return known;
  const [stored] = await session.query<{ file: Buffer }>(
    'SELECT file FROM hub.text_model WHERE workspace_id = $1 AND language = $2 AND version = $3',
    [session.workspaceId, language, version],
  );
  const model = new LinearSentiment(`own-${language}-${version}`, readModelFile(stored!.file).model);
  kept.set(key, model);
  return model;
}
