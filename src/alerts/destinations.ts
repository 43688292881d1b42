import type { Session } from '../database/session';
import { isSealedAnew, type SecretKey, seal, unseal } from '../lib/seal';
import { BadQuestion } from '../metrics/BadQuestion';
import { ALERT_KINDS, type AlertKind } from './condition';

/** How a destination is spoken to: a JSON document of our own, signed, or the text of a bot. */
export const DESTINATION_FORMATS = ['JSON', 'SLACK', 'FEISHU', 'DINGTALK', 'WECOM'] as const;
export type DestinationFormat = (typeof DESTINATION_FORMATS)[number];

/** What of a destination is sealed: a bot's address is all that it takes to speak through it. */
export interface DestinationSecrets {
  readonly url: string;
  /** Signs what is sent; null where nothing is signed. */
  readonly secret: string | null;
}

/** A destination as people see it, without its secrets. */
export interface AlertDestination {
  readonly key: string;
  readonly format: DestinationFormat;
  readonly host: string;
  readonly kinds: readonly AlertKind[];
  readonly enabled: boolean;
  /** How many deliveries wait, and how many were given up. */
  readonly waiting: number;
  readonly dead: number;
  /** Why the newest failed attempt failed that was not made good. */
  readonly error: string | null;
}

/** A destination to be made or changed; of one that is there, what is not given stays. */
export interface DestinationChange {
  readonly format?: DestinationFormat;
  readonly url?: string;
  readonly secret?: string;
  readonly kinds?: readonly AlertKind[];
  readonly enabled?: boolean;
  /** Given by who runs the hub only. */
  readonly privateHosts?: readonly string[];
}

interface Stored {
  readonly format: DestinationFormat;
  readonly secrets: Buffer;
  readonly kinds: AlertKind[];
  readonly enabled: boolean;
  readonly private_hosts: string[];
}

const LEAST_SECRET = 16;
/** Formats whose receivers know by a signature who speaks, and cannot do without. */
const ALWAYS_SIGNED = new Set<DestinationFormat>(['JSON']);
/** Formats of bots that know no signature: their address is their secret. */
const NEVER_SIGNED = new Set<DestinationFormat>(['SLACK', 'WECOM']);

function contextOf(workspaceId: number, key: string): string {
  return `workspace ${workspaceId} alert destination ${key}`;
}

/** Makes a destination, or changes one. Throws a BadQuestion for an address that is none, a kind that is none, or a secret that does not fit the format. */
export async function setDestination(session: Session, sealing: SecretKey, key: string, change: DestinationChange): Promise<void> {
  if (!/^[\w.-]{1,100}$/.test(key)) throw wrong('key', key.slice(0, 100), 'a name of letters, digits, _ . or -');
  const [stored] = await session.query<Stored>(
    'SELECT format, secrets, kinds, enabled, private_hosts FROM hub.alert_destination WHERE workspace_id = $1 AND key = $2 FOR UPDATE',
    [session.workspaceId, key],
  );
  const before = stored && openDestination(session.workspaceId, sealing, key, stored.secrets);
  const format = change.format ?? stored?.format ?? 'JSON';
  const url = addressOf(change.url ?? before?.url);
  const secret = checkSecret(format, (change.secret ?? before?.secret) || null);
  const kinds = change.kinds ?? stored?.kinds ?? [];
  const strange = kinds.find((kind) => !ALERT_KINDS.includes(kind));
  if (strange !== undefined) throw wrong('kinds', strange, `one of ${ALERT_KINDS.join(', ')}`);
  const sealed = seal(JSON.stringify({ url: url.href, secret } satisfies DestinationSecrets), sealing, contextOf(session.workspaceId, key));
  await session.execute(
    `INSERT INTO hub.alert_destination (workspace_id, key, format, host, secrets, private_hosts, kinds, enabled) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (workspace_id, key) DO UPDATE SET format = excluded.format, host = excluded.host, secrets = excluded.secrets,
       private_hosts = excluded.private_hosts, kinds = excluded.kinds, enabled = excluded.enabled`,
    [
      ...[session.workspaceId, key, format, url.host, sealed],
      ...[change.privateHosts ?? stored?.private_hosts ?? [], kinds, change.enabled ?? stored?.enabled ?? true],
    ],
  );
}

/** The destinations by key. */
export function destinations(session: Session): Promise<AlertDestination[]> {
  return session.query<AlertDestination>(
    `SELECT d.key, d.format, d.host, d.kinds, d.enabled, coalesce(s.waiting, 0) AS waiting, coalesce(s.dead, 0) AS dead, s.error
     FROM hub.alert_destination d LEFT JOIN (
       SELECT destination, (count(*) FILTER (WHERE status = 'QUEUED'))::integer AS waiting, (count(*) FILTER (WHERE status = 'DEAD'))::integer AS dead,
         (array_agg(error ORDER BY id DESC) FILTER (WHERE error IS NOT NULL))[1] AS error
       FROM hub.alert_delivery WHERE workspace_id = $1 AND status <> 'DELIVERED' GROUP BY destination) s ON s.destination = d.key
     WHERE d.workspace_id = $1 ORDER BY d.key`,
    [session.workspaceId],
  );
}

/** Takes a destination away, with what waits for it. False when there is none. */
export async function removeDestination(session: Session, key: string): Promise<boolean> {
  return (await session.execute('DELETE FROM hub.alert_destination WHERE workspace_id = $1 AND key = $2', [session.workspaceId, key])) > 0;
}

/** Queues a message that only says that it is a test; returns its delivery. Throws a BadQuestion when there is no such destination. */
export async function queueTest(session: Session, key: string, now: Date): Promise<number> {
  const [row] = await session.query<{ id: number }>(
    `INSERT INTO hub.alert_delivery (workspace_id, destination, next_at)
     SELECT workspace_id, key, $3 FROM hub.alert_destination WHERE workspace_id = $1 AND key = $2 RETURNING id`,
    [session.workspaceId, key, now],
  );
  if (!row) throw wrong('destination', key, 'the key of a destination');
  return row.id;
}

/** Queues anew what was given up of a destination; returns how many. */
export function retryDead(session: Session, key: string, now: Date): Promise<number> {
  return session.execute(
    `UPDATE hub.alert_delivery SET status = 'QUEUED', attempts = 0, next_at = $3, finished_at = NULL
     WHERE workspace_id = $1 AND destination = $2 AND status = 'DEAD'`,
    [session.workspaceId, key, now],
  );
}

/** The sealed part of a destination, opened. Throws when the key is another than it was sealed with. */
export function openDestination(workspaceId: number, sealing: SecretKey, key: string, sealed: Buffer): DestinationSecrets {
  return JSON.parse(unseal(sealed, sealing, contextOf(workspaceId, key)));
}

/** Seals every destination under the key that seals now; returns how many were under an earlier one. */
export async function resealDestinations(session: Session, sealing: SecretKey): Promise<number> {
  const rows = await session.query<{ key: string; secrets: Buffer }>(
    'SELECT key, secrets FROM hub.alert_destination WHERE workspace_id = $1 ORDER BY key FOR UPDATE',
    [session.workspaceId],
  );
  const stale = rows.filter(({ key, secrets }) => !isSealedAnew(secrets, sealing, contextOf(session.workspaceId, key)));
  for (const { key, secrets } of stale) {
    const anew = seal(unseal(secrets, sealing, contextOf(session.workspaceId, key)), sealing, contextOf(session.workspaceId, key));
    await session.execute('UPDATE hub.alert_destination SET secrets = $3 WHERE workspace_id = $1 AND key = $2', [
      session.workspaceId,
      key,
      anew,
    ]);
  }
  return stale.length;
}

function addressOf(text: string | undefined): URL {
  const url = text !== undefined && URL.canParse(text) ? new URL(text) : null;
  // What is given is not told again: it may be a bot's whole secret.
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username || url.password)
    throw wrong('url', '…', 'an http or https address without a name and password in it');
  return url;
}

function checkSecret(format: DestinationFormat, secret: string | null): string | null {
  if (secret !== null && NEVER_SIGNED.has(format)) throw wrong('secret', '…', `none: bots of ${format} check no signature`);
  if (secret === null && ALWAYS_SIGNED.has(format)) throw wrong('secret', '', `a key that signs, at least ${LEAST_SECRET} characters`);
  if (secret !== null && secret.length < LEAST_SECRET && ALWAYS_SIGNED.has(format))
    throw wrong('secret', '…', `a key of at least ${LEAST_SECRET} characters`);
  return secret;
}

function wrong(place: string, given: unknown, expected: string): BadQuestion {
  return new BadQuestion(`setAlertDestination.${place}`, given, expected);
}
