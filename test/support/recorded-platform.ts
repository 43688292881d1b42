import type { Auth } from '../../ingest/connector';
import type { AnyConnector, AnyStream } from '../../ingest/load-connectors';
import { withHeaders } from '../../ingest/record/signed-request';
import { type StubAnswer, type StubPlatform, type StubRequest, stubPlatform } from './ingest-platform';
import { type Answer, bytesOf, type RecordedAnswers } from './recorded-answers';

/** One conversation with the platform: what it says first, then the recorded answers, then that there is no more. */
export interface Conversation {
  readonly grant?: Answer;
  readonly answers: readonly Answer[];
  readonly empty: Answer;
  readonly first?: readonly StubAnswer[];
}

/** What the platform heard in a conversation: requests for tokens and for data, with the time of each by the given clock. */
export interface Heard {
  readonly grants: number[];
  readonly requests: number[];
}

/** A platform that answers as recorded, whatever it is asked; each conversation has a base address of its own. */
export interface RecordedPlatform {
  converse(conversation: Conversation): { baseUrl: string; heard: Heard };
  close(): Promise<void>;
}

const GRANT = 'x-asks-for-token';

/** Starts a {@link RecordedPlatform}; `now` is the time by which it notes requests, in milliseconds. */
export async function recordedPlatform(now: () => number): Promise<RecordedPlatform> {
  const conversations: { conversation: Conversation; heard: Heard }[] = [];
  const stub: StubPlatform = await stubPlatform((request) => {
    const { conversation, heard } = conversations[Number(/^\/(\d+)/.exec(request.path)?.[1])]!;
    if (isGrant(request)) {
      heard.grants.push(now());
      return sent(conversation.grant ?? { body: { access_token: `token-number-${heard.grants.length}` } });
    }
    const place = heard.requests.push(now()) - 1;
    const { first = [], answers, empty } = conversation;
    return first[place] ?? sent(answers[place - first.length] ?? empty);
  });
  return {
    converse(conversation) {
      const heard: Heard = { grants: [], requests: [] };
      return { baseUrl: `${stub.url}/${conversations.push({ conversation, heard }) - 1}`, heard };
    },
    close: () => stub.close(),
  };
}

/** An answer as the stub sends it. */
export function sent(answer: Answer): StubAnswer {
  const { status = 200, headers = {} } = answer;
  return { status, headers, body: bytesOf(answer) };
}

function isGrant(request: StubRequest): boolean {
  return GRANT in request.headers || request.path.endsWith('/oauth-token');
}

/** The connector reduced to one stream and the part that was recorded, its window asked for in one piece; requests for tokens are marked. */
export function onlyStream(
  connector: AnyConnector,
  stream: AnyStream,
  recorded: RecordedAnswers,
  records: (records: unknown[]) => unknown[] = (all) => all,
): AnyConnector {
  // A part may be an address, which is another one here.
  const place = stream.parts?.(connector.config.parse(recorded.config)).indexOf(recorded.streams[stream.name]?.part ?? '') ?? 0;
  const only: AnyStream = {
    ...stream,
    windowDays: undefined,
    ...(stream.parts && { parts: (config) => stream.parts!(config).slice(place, place + 1) }),
    records: (page) => records(stream.records(page)),
  };
  return { ...connector, auth: marked(connector.auth), streams: [only] };
}

function marked(auth: Auth): Auth {
  if (auth.kind !== 'session') return auth;
  return { ...auth, grant: (...given) => withHeaders(auth.grant(...given), { [GRANT]: '1' }) };
}

/** The recorded settings at this address. */
export function settingsAt(recorded: RecordedAnswers, { auth }: AnyConnector, baseUrl: string): Record<string, unknown> {
  return { ...recorded.config, baseUrl, ...(auth.kind === 'oauth2' && { tokenUrl: `${baseUrl}/oauth-token` }) };
}
