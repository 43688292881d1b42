import { pino } from 'pino';
import { factOf } from '../../entities/facts/fact';
import { credentialsOf } from '../../ingest/credentials';
import { type AnyConnector, type AnyStream, loadConnectors } from '../../ingest/load-connectors';
import { Network } from '../../ingest/network';
import { pullNow } from '../../ingest/pull-now';
import type { RunEnd } from '../../ingest/runs';
import { createSource } from '../../ingest/sources';
import { inWorkspace } from '../../src/database/session';
import { newKey } from '../../src/lib/seal';
import { fakeClock } from '../support/ingest-clock';
import type { StubAnswer } from '../support/ingest-platform';
import { type IngestWorkspace, ingestWorkspace } from '../support/ingest-workspace';
import {
  type Answer,
  answeredPage,
  bytesOf,
  type RecordedAnswers,
  type RecordedStream,
  recordedAnswers,
} from '../support/recorded-answers';
import { onlyStream, type RecordedPlatform, recordedPlatform, sent, settingsAt } from '../support/recorded-platform';

const network = new Network(['127.0.0.1']);

/** Every stream of every connector over the wire and into the database, answered as its platform was recorded to answer. */

const WINDOW = { from: '2026-11-01', to: '2026-11-03' };
/** The longest that a pull waits in all. */
const PATIENCE_MS = 15 * 60_000;
const GRACE_MS = 1_000;
const SUCCEEDED: RunEnd = { status: 'SUCCEEDED', error: null };

const clock = fakeClock('2026-11-23T12:00:00Z');
const key = newKey();
const logged: string[] = [];
const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
let hub: IngestWorkspace;
let platform: RecordedPlatform;
beforeAll(async () => {
  hub = await ingestWorkspace();
  platform = await recordedPlatform(() => clock.now().getTime());
});
afterAll(async () => {
  await platform?.close();
  await hub?.close();
});

const canary = (name: string) => `canary-${name}-us6`;
const secretsOf = ({ secrets }: AnyConnector) => Object.fromEntries(secrets.map((name) => [name, canary(name)]));

/** One stream of a connector in a workspace of its own, and what comes of pulling it. */
class Trial {
  readonly #connector: AnyConnector;
  #workspace = 0;

  constructor(
    connector: AnyConnector,
    readonly stream: AnyStream,
    readonly answers: RecordedAnswers,
    readonly recorded: RecordedStream,
    records?: (records: unknown[]) => unknown[],
  ) {
    this.#connector = onlyStream(connector, stream, answers, records);
  }

  /** Pulls the recorded window; the platform says `first` before it answers as recorded. */
  async pull(first: readonly StubAnswer[] = [], answers: readonly Answer[] = this.recorded.answers) {
    const { grant } = this.answers;
    const { baseUrl, heard } = platform.converse({ grant, answers, empty: this.recorded.empty, first });
    const deps = {
      database: hub.database,
      connectors: new Map([[this.#connector.name, this.#connector]]),
      key,
      log,
      clock,
      random: () => 0,
    };
    const config = settingsAt(this.answers, this.#connector, baseUrl);
    if (this.#workspace === 0) this.#workspace = await this.#open();
    const { source } = this.answers;
    await inWorkspace(hub.database, this.#workspace, async (session) => {
      const known = await session.query('SELECT 1 FROM hub.source WHERE key = $1', [source.key]);
      if (known.length > 0) await session.execute('UPDATE hub.source SET config = $2 WHERE key = $1', [source.key, JSON.stringify(config)]);
      else
        await createSource(session, deps, {
          key: source.key,
          name: source.key,
          connector: this.#connector.name,
          config,
          secrets: secretsOf(this.#connector),
          timeZone: source.timeZone,
          ...(source.brand && { brand: source.brand }),
          ...(source.currency && { currency: source.currency }),
        });
    });
    const window = this.recorded.window ?? WINDOW;
    const { end, runId } = await pullNow(deps, { workspaceId: this.#workspace, sourceKey: source.key, ...window });
    const [counts] = await this.rows<Record<'inserted' | 'revised' | 'unchanged' | 'records' | 'quarantined', number>>(
      `SELECT inserted::float8, revised::float8, unchanged::float8, quarantined::float8, records::float8 FROM hub.ingest_run WHERE id = $1`,
      [runId],
    );
    return { end: end as RunEnd, counts: counts!, heard };
  }

  rows<T extends object>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    return inWorkspace(hub.database, this.#workspace, (session) => session.query<T>(sql, parameters));
  }

  /** The facts as anyone sees them: links by their keys, without what tells one load from another. */
  async facts(): Promise<string[]> {
    const { table, columns } = factOf(this.stream.into);
    const link = (kind: string) => columns.find((column) => column.kind === kind);
    const joins = ['campaign', 'brand'].flatMap((kind) =>
      link(kind) ? [`LEFT JOIN hub.${kind} ${kind} ON ${kind}.id = f.${kind}_id`] : [],
    );
    const names = ['campaign', 'brand'].map((kind) => (link(kind) ? `'${kind}', ${kind}.key` : `'${kind}', null`));
    const hidden = '{workspace_id,source_id,row_id,page_id,record_no,recorded_at,campaign_id,brand_id}';
    const found = await this.rows<{ row: string }>(
      `SELECT (to_jsonb(f) - '${hidden}'::text[] || jsonb_build_object(${names.join(', ')}))::text AS row FROM fact.${table} f ${joins.join(' ')}`,
    );
    return found.map(({ row }) => row).sort();
  }

  async #open(): Promise<number> {
    const [workspace] = await hub.test.sql<{ id: number }>(
      `INSERT INTO hub.workspace (key, name, time_zone) SELECT 'trial-' || count(*), '', 'UTC' FROM hub.workspace RETURNING id`,
    );
    const { id } = workspace!;
    const brands = this.recorded.brands ?? [];
    const own = [this.answers.source.brand, ...brandsNamedIn(this.answers.config)].filter(
      (each) => each !== null && !brands.some(({ key }) => key === each),
    );
    await inWorkspace(hub.database, id, async (session) => {
      for (const { key, names, excludes } of [
        ...brands,
        ...own.map((key) => ({ key: key as string, names: [key as string], excludes: [] })),
      ])
        await session.execute('INSERT INTO hub.brand (workspace_id, key, name, names, aliases, excludes) VALUES ($1, $2, $3, $4, $5, $6)', [
          id,
          key,
          names[0],
          '{}',
          names,
          excludes,
        ]);
    });
    return id;
  }
}

/** The brands that settings send rows to. */
function brandsNamedIn(config: unknown): string[] {
  if (Array.isArray(config)) return [...new Set(config.flatMap(brandsNamedIn))];
  if (typeof config !== 'object' || config === null) return [];
  const { brand } = config as { brand?: unknown };
  return [...new Set([...(typeof brand === 'string' ? [brand] : []), ...Object.values(config).flatMap(brandsNamedIn)])];
}

const streams = [...loadConnectors().values()].flatMap((connector) =>
  connector.streams.map((stream) => [connector.name, stream.name, connector, stream] as const),
);

describe.each(streams)('%s %s', (name, streamName, connector, stream) => {
  const answers = recordedAnswers(name);
  const recorded = answers.streams[streamName] as RecordedStream;
  const trial = (records?: (records: unknown[]) => unknown[]) => new Trial(connector, stream, answers, recorded, records);
  const [firstAnswer] = recorded.answers as [Answer, ...Answer[]];
  const eachError = (kind: string, title: string, test: (error: RecordedAnswers['errors'][number]) => Promise<void>) => {
    // The streams of a connector hear errors alike; one of them goes through all.
    if (stream !== connector.streams[0]) return;
    for (const error of answers.errors) if (error.throws === kind) it(`${title}: ${error.when}`, () => test(error));
  };
  let undisturbed: string[];
  const plain = trial();
  beforeAll(async () => {
    const { end, counts } = await plain.pull();
    expect(end).toEqual(SUCCEEDED);
    expect(counts).toMatchObject({ inserted: recorded.rows, revised: 0, quarantined: 0 });
    undisturbed = await plain.facts();
  });

  it('becomes the recorded rows, and read twice is there once', async () => {
    expect(undisturbed).toHaveLength(recorded.rows);
    const { end, counts } = await plain.pull();
    expect(end).toEqual(SUCCEEDED);
    expect(counts).toMatchObject({ inserted: 0, revised: 0, quarantined: 0 });
    expect(await plain.facts()).toEqual(undisturbed);
  });

  it('finds nothing in a window without data, and says so without an error', async () => {
    const { end, counts } = await trial().pull([], []);
    expect(end).toEqual(SUCCEEDED);
    expect(counts).toMatchObject({ records: 0, inserted: 0 });
  });

  it('asks again for an answer that was cut off in the middle', async () => {
    const cut = trial();
    const { end } = await cut.pull([{ ...sent(firstAnswer), cut: true }]);
    expect(end).toEqual(SUCCEEDED);
    expect(await cut.facts()).toEqual(undisturbed);
  });

  it('comes to the same whatever the order of the records in a page', async () => {
    const turned = trial((records) => records.toReversed());
    const { end, counts } = await turned.pull();
    expect(end).toEqual(SUCCEEDED);
    expect(counts.inserted).toBe(recorded.rows);
    expect(await turned.facts()).toEqual(undisturbed);
  });

  it('doubles nothing when a page is sent a second time, and loses nothing when that heals', async () => {
    const repeated = trial();
    const { end } = await repeated.pull([], [firstAnswer, ...recorded.answers]);
    expect(['SUCCEEDED', 'PARTIAL']).toContain(end.status);
    expect((await repeated.pull()).end).toEqual(SUCCEEDED);
    expect(await repeated.facts()).toEqual(undisturbed);
  });

  eachError('Retriable', 'waits as told and asks again', async ({ answer, afterMs = 0 }) => {
    const waiting = trial();
    const { end, heard } = await waiting.pull([sent(answer)]);
    if (afterMs + GRACE_MS > PATIENCE_MS) {
      expect(end).toMatchObject({ status: 'FAILED', error: expect.stringContaining('gave up after 1 attempts') });
      return;
    }
    expect(end).toEqual(SUCCEEDED);
    expect(heard.requests[1]! - heard.requests[0]!).toBeGreaterThanOrEqual(afterMs);
    expect(await waiting.facts()).toEqual(undisturbed);
  });

  eachError('Unauthorized', 'gets one new token, or says that it needs new credentials', async ({ answer }) => {
    const refused = trial();
    const { end, heard } = await refused.pull([sent(answer)]);
    if (['session', 'oauth2'].includes(connector.auth.kind)) {
      expect(end).toEqual(SUCCEEDED);
      expect(heard.grants).toHaveLength(2);
      expect(await refused.facts()).toEqual(undisturbed);
    } else {
      expect(end).toMatchObject({ status: 'FAILED', error: expect.stringContaining('needs new credentials') });
      expect(heard.requests).toHaveLength(1);
    }
  });

  eachError('Skippable', 'leaves out what cannot be had and says so', async ({ answer }) => {
    expect((await trial().pull([sent(answer)])).end).toMatchObject({ status: 'PARTIAL', error: expect.stringContaining(streamName) });
  });

  eachError('Fatal', 'fails with the reason, after one request', async ({ answer }) => {
    const { end, heard } = await trial().pull([sent(answer)]);
    expect(end.status).toBe('FAILED');
    expect(end.error).toMatch(/\S{3}/);
    expect(heard.requests).toHaveLength(1);
  });
});

const sessions = [...loadConnectors().values()].filter(({ auth }) => auth.kind === 'session' || auth.kind === 'oauth2');

describe.each(sessions.map((connector) => [connector.name, connector] as const))('the tokens of %s', (name, connector) => {
  it('are asked for once however many requests wait, and a replaced secret is saved before the token is used', async () => {
    const answers = recordedAnswers(name);
    const [stream] = connector.streams as [AnyStream];
    const { empty } = answers.streams[stream.name] as RecordedStream;
    const { grant } = answers;
    const { baseUrl, heard } = platform.converse({ grant, answers: [], empty });
    const { auth } = onlyStream(connector, stream, answers);
    const saved: string[] = [];
    const saveSecret = async (secret: string) => {
      await new Promise((resolve) => setImmediate(resolve));
      saved.push(secret);
    };
    const config = connector.config.parse(settingsAt(answers, connector, baseUrl));
    const credentials = credentialsOf({ auth, secrets: secretsOf(connector), config, saveSecret, network, timeoutMs: 5_000 });
    const sign = () => credentials.sign({ url: `${baseUrl}/`, method: 'POST', body: { params: [] } });
    const [signed, ...others] = await Promise.all(Array.from({ length: 10 }, sign));
    expect(heard.grants).toHaveLength(1);
    expect(new Set(others.map(({ token }) => token))).toEqual(new Set([signed!.token]));
    expect(signed!.token).toBeTruthy();
    if (auth.kind === 'session') {
      const { replaced = {} } = auth.granted(answeredPage({ url: baseUrl }, grant!));
      expect(saved).toEqual(Object.keys(replaced));
      for (const secret of saved) expect(connector.secrets).toContain(secret);
      expect(JSON.stringify(bytesOf(grant!).toString())).toContain(signed!.token);
    }
  });
});

test('no secret stands in what was logged or stored', async () => {
  const stored = await hub.test.sql<{ text: string }>(
    `SELECT request::text || headers::text AS text FROM hub.raw_page UNION ALL SELECT error FROM hub.ingest_run WHERE error IS NOT NULL
     UNION ALL SELECT raw || reason || coalesce(value, '') FROM hub.quarantine UNION ALL SELECT position::text FROM hub.ingest_run UNION ALL SELECT config::text FROM hub.source`,
  );
  const texts = [...stored.map(({ text }) => text), ...logged];
  expect(stored.length).toBeGreaterThan(streams.length);
  expect(texts.filter((text) => /canary-|token-number-/.test(text ?? ''))).toEqual([]);
});
