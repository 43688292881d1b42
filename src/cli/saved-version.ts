import type { SavedQueryVersion } from '../../entities/research/SavedQueryVersion';
import type { Session } from '../database/session';
import { savedQueries, savedQuery, versionOf } from '../metrics/saved-queries';
import { WrongUsage } from './wrong-usage';

/** The version of a saved query that `key` or `key@version` names. */
export async function savedVersion(session: Session, text: string): Promise<SavedQueryVersion> {
  const match = /^([^@]+)(?:@(\d{1,9}))?$/.exec(text);
  if (!match) throw new WrongUsage(`saved query: "${text}" is not a key; expected e.g. weekly-spend or weekly-spend@2`);
  const [, key = '', version] = match;
  const saved = await savedQuery(session, key);
  if (!saved) {
    const keys = (await savedQueries(session)).map((each) => each.key);
    throw new WrongUsage(
      `saved query: there is no "${key}"; ${keys.length > 0 ? `there are ${keys.join(', ')}` : 'nothing has been saved'}`,
    );
  }
  const found = await versionOf(session, saved, version === undefined ? undefined : Number(version));
  if (!found) throw new WrongUsage(`saved query: "${key}" has no version ${version}; expected 1 to ${saved.latestVersion}`);
  return found;
}
