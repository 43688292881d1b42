import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import { Fatal } from '../../ingest/errors';
import { deliveryNames } from '../../ingest/push/delivery-names';
import { isSigned, type PushedRequest } from '../../ingest/push/is-signed';
import { USUAL_BYTES } from '../../ingest/push/push-settings';
import { findPushSource, type PushSource, pushMeaning, settingsOf, signatureStyle, signingKeys } from '../../ingest/push/push-source';
import { BadBody, readPushed } from '../../ingest/push/read-pushed';
import { type Delivered, takeDelivery } from '../../ingest/push/take-delivery';
import type { SecretKey } from '../lib/seal';
import { readBody, type TooLarge } from './read-body';
import { errorBody } from './require-caller';

/** What the door works with; `key` opens the sources' secrets. */
export interface PushRoute {
  database: DataSource;
  key: SecretKey;
  now: () => Date;
  log: Logger;
}

/** The workspace of `/ingest/<source>`. */
const USUAL_WORKSPACE = 'default';
/** Deliveries loaded at once: each holds a connection that queries want too. */
const AT_ONCE = 4;

/**
 * `POST /ingest/<source>` and `/ingest/<workspace>/<source>`: records for a source of connector `push`, signed with its key. Asks nobody who they
 * are, the signature tells; and tells nobody who did not sign whether there is such a source.
 */
export async function pushRoute(app: FastifyInstance, surroundings: PushRoute): Promise<void> {
  const door = new PushDoor(surroundings);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', async (_request: FastifyRequest, payload: IncomingMessage) => readBody(payload, await door.bodyLimit()));
  for (const url of ['/ingest/:source', '/ingest/:workspace/:source'])
    app.post(url, { config: { open: true }, handler: (request, reply) => door.answer(request, reply) });
}

class PushDoor {
  private underWay = 0;

  constructor(private readonly surroundings: PushRoute) {}

  /** How large a body is read before it is known whose it is. */
  async bodyLimit(): Promise<number> {
    const [row]: { most: number }[] = await this.surroundings.database.query('SELECT hub.push_limit($1) AS most', [USUAL_BYTES]);
    return row!.most;
  }

  async answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { workspace = USUAL_WORKSPACE, source: sourceKey = '' } = request.params as { workspace?: string; source?: string };
    const body = (request.body as Buffer | TooLarge | undefined) ?? Buffer.alloc(0);
    if (!Buffer.isBuffer(body)) return refuse(reply.header('connection', 'close'), 413, tooLarge(body.limit), 'BAD_REQUEST');
    const pushed = { headers: request.headers, body };
    const source = this.signedSource(await findPushSource(this.surroundings.database, workspace, sourceKey), pushed);
    if (source === null) {
      reply.header('www-authenticate', 'Signature');
      return refuse(reply, 401, 'the request is not signed by anyone who may push here', 'UNAUTHENTICATED');
    }
    if (this.underWay >= AT_ONCE) {
      reply.header('retry-after', '5');
      return refuse(reply, 503, `${AT_ONCE} deliveries are being loaded, which is as many as there may be`, 'SERVICE_UNAVAILABLE');
    }
    this.underWay += 1;
    try {
      return told(reply, await this.load(source, pushed, request));
    } catch (error) {
      if (error instanceof BadBody) return refuse(reply, error.status, error.message, 'BAD_REQUEST');
      if (!(error instanceof Fatal)) throw error;
      // Ours to mend; whoever signed may know, and will send it again.
      this.surroundings.log.error({ err: error, requestId: request.id }, 'a delivery cannot be loaded');
      return refuse(reply, 500, error.message, 'INTERNAL_SERVER_ERROR');
    } finally {
      this.underWay -= 1;
    }
  }

  /** The source when the request is signed with one of its keys. Where there is no source, or no second key, the same is done with keys that nobody has. */
  private signedSource(source: PushSource | null, pushed: PushedRequest): PushSource | null {
    const nobodys = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')];
    const keys = [...(source ? this.keysOf(source) : []), ...nobodys].slice(0, nobodys.length);
    return isSigned(source ? signatureStyle(source) : 'brandhub', keys, pushed, this.surroundings.now()) ? source : null;
  }

  private keysOf(source: PushSource): string[] {
    const { key, log } = this.surroundings;
    try {
      return signingKeys(source, key);
    } catch (error) {
      log.error({ err: error, source: source.key }, 'the signing key of a source cannot be opened');
      return [];
    }
  }

  private async load(source: PushSource, pushed: PushedRequest, { headers }: FastifyRequest): Promise<Delivered> {
    const { database, now } = this.surroundings;
    const { maxBytes, signature } = settingsOf(source);
    const { body } = pushed;
    if (body.length > maxBytes) throw new BadBody(413, tooLarge(maxBytes));
    const names = deliveryNames(signature, pushed);
    if (names === null) throw new BadBody(400, 'x-brandhub-delivery: expected 1 to 128 letters, digits and _ . : -');
    const page = readPushed(pushMeaning(source), body, headers);
    return takeDelivery(database, { source, page, body, contentType: headers['content-type'] ?? '', names, receivedAt: now() });
  }
}

function told(reply: FastifyReply, delivered: Delivered): FastifyReply {
  const { records, quarantined, duplicate } = delivered;
  if (duplicate || quarantined < records || records === 0) return reply.send(delivered);
  return reply.code(422).send({ ...errorBody(`all ${records} records were quarantined`, 'BAD_USER_INPUT'), ...delivered });
}

function tooLarge(limit: number): string {
  return `the body is larger than ${limit} bytes`;
}

function refuse(reply: FastifyReply, status: number, message: string, code: string): FastifyReply {
  return reply.code(status).send(errorBody(message, code));
}
