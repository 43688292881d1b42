import type { DataSource } from 'typeorm';
import { inWorkspace, type Session } from '../../src/database/session';
import { readJson } from '../../src/lib/lossless-json';
import type { SecretKey } from '../../src/lib/seal';
import { Fatal } from '../errors';
import type { MappingRules } from '../files/mapping';
import type { ImportDefaults } from '../import-defaults';
import { type StreamMeaning, type StreamTarget, streamTarget } from '../landed/stream-meaning';
import type { GivenRecord } from '../landed/stream-page';
import type { SentSource } from '../replay-sent';
import { openSecrets, sealContext } from '../source-secrets';
import { type PushSettings, pushSettings, SIGNATURE_STYLES, type SignatureStyle } from './push-settings';

/** A source that records are pushed to. */
export interface PushSource {
  readonly workspaceId: number;
  readonly id: number;
  readonly key: string;
  /** Its settings as they are stored; see {@link settingsOf}. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly brand: string | null;
  readonly currency: string | null;
  readonly timeZone: string;
  readonly secrets: Buffer | null;
}

/** Nobody's workspace: so that asking for one that is not there takes as long as asking for one that is. */
const NOBODY = 2 ** 31 - 1;

/** The enabled source of a workspace's key and its own; null when there is none. */
export async function findPushSource(database: DataSource, workspaceKey: string, sourceKey: string): Promise<PushSource | null> {
  // A text of PostgreSQL holds no NUL, so no key does.
  const plain = (text: string) => text.replaceAll('\0', ' ');
  const [workspace]: { id: number }[] = await database.query('SELECT id FROM hub.workspaces() WHERE key = $1', [plain(workspaceKey)]);
  const workspaceId = workspace?.id ?? NOBODY;
  return inWorkspace(database, workspaceId, (session) => readPushSource(session, plain(sourceKey)), { snapshot: true });
}

/** The source of that key; null when there is none, it is not pushed to, or it is disabled. */
export async function readPushSource(session: Session, key: string): Promise<PushSource | null> {
  const [row] = await session.query<Omit<PushSource, 'workspaceId'>>(
    `SELECT s.id, s.key, s.config, s.currency, s.time_zone AS "timeZone", s.secrets, b.key AS brand FROM hub.source s
     LEFT JOIN hub.brand b ON b.workspace_id = s.workspace_id AND b.id = s.brand_id
     WHERE s.workspace_id = $1 AND s.key = $2 AND s.connector = 'push' AND s.enabled`,
    [session.workspaceId, key],
  );
  return row ? { ...row, workspaceId: session.workspaceId } : null;
}

/** How a source's senders sign: all of its settings that is needed before it is known who asks. */
export function signatureStyle({ config }: PushSource): SignatureStyle {
  return SIGNATURE_STYLES.find((style) => style === config.signature) ?? 'brandhub';
}

/** The settings of a source. Throws Fatal when they do not fit any more. */
export function settingsOf({ key, config }: PushSource): PushSettings {
  const parsed = pushSettings.safeParse(config);
  if (parsed.success) return parsed.data;
  throw new Fatal(`source ${key}: ${parsed.error.issues.map(({ path, message }) => `config.${path.join('.')}: ${message}`).join('; ')}`);
}

/** The keys that a source's senders may sign with: one, or two while one replaces the other. Throws when they were sealed with another key. */
export function signingKeys({ workspaceId, key, secrets }: PushSource, sealKey: SecretKey): string[] {
  const { signingKey, previousSigningKey } = openSecrets(secrets, sealKey, sealContext(workspaceId, key));
  return [signingKey, previousSigningKey].filter((each) => each !== undefined && each !== '') as string[];
}

/** What a source's records become. Throws Fatal when its mapping needs a brand that neither says. */
export function pushMeaning(source: PushSource): StreamMeaning {
  const { brand, currency, timeZone } = source;
  const settings = settingsOf(source);
  const remembered = { brand: brand ?? undefined, currency: currency ?? undefined, timeZone };
  const target = settings.mapping ? targetOf(source.key, settings.mapping, remembered) : null;
  return { stream: settings.stream, keyProperties: target ? [] : settings.key, check: () => undefined, target };
}

function targetOf(key: string, rules: MappingRules, remembered: ImportDefaults): StreamTarget {
  try {
    return streamTarget(rules, {}, remembered);
  } catch (error) {
    throw new Fatal(`source ${key}: config.mapping: ${(error as Error).message}`);
  }
}

/** A source whose quarantined records are to be read again, by its settings as they are now. */
export function pushedSource(source: PushSource): SentSource {
  const { id, key } = source;
  const meaning = pushMeaning(source);
  return { id, key, meaningOf: async (_session, stream) => ({ ...meaning, stream }), readerOf: () => givenOf };
}

/** Of a pushed record quarantine keeps all. */
function givenOf({ raw, line }: { raw: string; line: number | null }): GivenRecord | null {
  try {
    const record = readJson(raw);
    const { plain } = record;
    return plain !== null && typeof plain === 'object' && !Array.isArray(plain) ? { line: line ?? 0, record } : null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}
