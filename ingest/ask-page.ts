import { setTimeout } from 'node:timers/promises';
import type { Clock } from './clock';
import type { HttpRequest, PullContext } from './connector';
import { type Fetching, fetchPage } from './fetch-page';
import { hideSecrets, hideSecretsInBody, showSecrets } from './hide-secrets';
import type { KnownRecords } from './known/known-records';
import { type KeptBytes, keepable, type Landing } from './land';
import type { AnyStream } from './load-connectors';
import type { LoopGuard } from './loop-guard';
import { pageOf } from './page';
import type { KeptRecords } from './record-lines';
import { type UnderstoodPage, understandPage } from './understand-page';

/** A page that was fetched and understood, with everything that keeping it needs but its place in the run. */
export interface AskedPage {
  /** Where it was asked for, secrets hidden. */
  readonly url: string;
  readonly understood: UnderstoodPage;
  readonly landing: Omit<Landing, 'seq'>;
  readonly kept: Promise<KeptBytes>;
  readonly records: Promise<KeptRecords>;
}

/** What a page is asked for with. `request` has its secrets hidden. */
export interface Asking {
  readonly fetching: Fetching;
  readonly clock: Clock;
  readonly stream: AnyStream;
  readonly guard: LoopGuard;
  readonly request: HttpRequest;
  readonly context: PullContext<unknown>;
  /** What is known of records that come again; null when nothing can be. */
  readonly knownOf: () => Promise<KnownRecords | null>;
  /** When there is time to read the answer: now when absent. */
  readonly time?: Promise<void>;
}

/** Within so long what the database was given is on its way to it. */
const SENT_MS = 2;

/** Fetches a page and understands it; nothing is written. Throws what the answer means, and Skippable when it leads nowhere. */
export async function askPage({
  fetching,
  clock,
  stream,
  guard,
  request: hiddenRequest,
  context,
  knownOf,
  time,
}: Asking): Promise<AskedPage> {
  const { part, window } = context;
  const secrets = () => fetching.credentials.secrets();
  const request = showSecrets(hiddenRequest, secrets());
  guard.beforeRequest(request);
  const rateOf = (url: string) => fetching.rateOf(url, part);
  const asking = { ...fetching, rateOf, ...(stream.keep && { keep: (message: string) => stream.keep!(message, context) }) };
  const { page, result } = await fetchPage(asking, request, async (answer) => {
    if (time) await time.then(() => setTimeout(SENT_MS));
    return understandPage(stream, answer, context, knownOf);
  });
  const body = hideSecretsInBody(page.body, secrets());
  let understood = result;
  guard.beforeLanding(request.url, understood.read.records);
  if (body !== page.body) {
    // Records that repeat a secret are read as they were kept; where the paging goes on is hidden only when it is stored.
    const { read, readInFull, cursor } = await understandPage(stream, pageOf({ ...page, body }), context);
    understood = { ...understood, read, readInFull, cursor };
  }
  const { status, headers } = page;
  const { posts } = understood.read;
  const hidden = hideSecrets(page.request, secrets()) as unknown as Landing['request'];
  const landing = { stream: stream.name, part, window, request: hidden, status, headers, body, fetchedAt: clock.now(), posts };
  return { url: hiddenRequest.url, understood, landing, kept: keepable(body), records: understood.read.records.kept() };
}
