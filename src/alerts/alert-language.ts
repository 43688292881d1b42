import type { Session } from '../database/session';
import type { Asker } from '../metrics/question';

/** The language in which the workspace is told of alerts. */
export async function alertLanguage(session: Session): Promise<Asker['locale']> {
  const [row] = await session.query<{ locale: Asker['locale'] }>('SELECT locale FROM hub.workspace WHERE id = $1', [session.workspaceId]);
  return row!.locale;
}

/** Sets it, and returns it. */
export async function setAlertLanguage(session: Session, locale: Asker['locale']): Promise<Asker['locale']> {
  await session.execute('UPDATE hub.workspace SET locale = $2 WHERE id = $1', [session.workspaceId, locale]);
  return locale;
}
