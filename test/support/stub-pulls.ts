import { randomBytes } from 'node:crypto';
import type { AnyConnector } from '../../ingest/load-connectors';
import type { IngestDeps } from '../../ingest/run-pull';
import { createSource } from '../../ingest/sources';
import { inWorkspace } from '../../src/database/session';
import { createLog } from '../../src/lib/log';
import { adsConnector, reportOf } from './ingest-ads';
import { fakeClock } from './ingest-clock';
import { type StubAnswer, type StubPlatform, type StubRequest, stubPlatform } from './ingest-platform';
import { type IngestWorkspace, ingestWorkspace } from './ingest-workspace';

/** A workspace beside a platform that answers as a test says, on the 15th of June 2026 at noon. */
export class StubPulls {
  hub!: IngestWorkspace;
  stub!: StubPlatform;
  /** What the platform answers: ads by day, unless a test says otherwise. */
  answer: (request: StubRequest) => StubAnswer = reportOf;
  deps!: IngestDeps;
  #sources = 0;

  /** A source of its own; returns its key. */
  async source(config: object = {}, secrets: Record<string, string> = {}): Promise<string> {
    const key = `stub-${++this.#sources}`;
    await inWorkspace(this.hub.database, 1, (session) =>
      createSource(session, this.deps, { key, connector: 'stub-ads', config: { baseUrl: this.stub.url, ...config }, secrets }),
    );
    return key;
  }

  /** What pulls work with, when the platform is read by a connector. */
  depsOf(connector: AnyConnector): IngestDeps {
    return {
      database: this.hub.database,
      connectors: new Map([[connector.name, connector]]),
      key: randomBytes(32),
      log: createLog('silent'),
      clock: fakeClock('2026-06-15T12:00:00Z'),
      random: () => 0,
    };
  }
}

/** {@link StubPulls} for the tests of a file; each begins with the platform and the connector as they were. */
export function stubPulls(): StubPulls {
  const pulls = new StubPulls();
  beforeAll(async () => {
    pulls.hub = await ingestWorkspace();
    pulls.stub = await stubPlatform((request) => pulls.answer(request));
  });
  afterAll(async () => {
    await pulls.stub?.close();
    await pulls.hub?.close();
  });
  beforeEach(() => {
    pulls.answer = reportOf;
    pulls.stub.requests.length = 0;
    pulls.deps = pulls.depsOf(adsConnector());
  });
  return pulls;
}
