import { setTimeout as pause } from 'node:timers/promises';
import { seedWorkspace } from '../resolvers/seeded-workspace';
import { type ServerUnderTest, serverUnderTest } from './running-server';

describe('a server', () => {
  let server: ServerUnderTest;

  beforeAll(async () => {
    server = await serverUnderTest({ statementTimeoutMs: 300 });
    await seedWorkspace(server, 1, 'spring');
  });
  afterAll(() => server.close());

  it('sends a browser the explorer, whole and from itself', async () => {
    const root = await fetch(server.url, { redirect: 'manual' });
    expect([root.status, root.headers.get('location')]).toEqual([302, '/graphql']);
    const page = await fetch(`${server.url}/graphql`, { headers: { accept: 'text/html' } });
    const html = await page.text();
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self';/);
    expect(html).not.toMatch(/https?:\/\/|<script>|\son\w+=/);
    const parts = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address);
    expect(parts).toHaveLength(6);
    for (const part of parts) {
      const response = await fetch(server.url + part);
      expect([part, response.status, (await response.text()).length > 0]).toEqual([part, 200, true]);
      const again = await fetch(server.url + part, { headers: { 'if-none-match': response.headers.get('etag') ?? '' } });
      expect(again.status).toBe(304);
    }
  });

  it('opens a link with a query in the explorer for a browser, and answers it for a program', async () => {
    const link = `${server.url}/graphql?query=${encodeURIComponent('{ brands { key } }')}`;
    const browser = await fetch(link, { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } });
    expect(browser.headers.get('content-type')).toMatch(/^text\/html/);
    const program = await fetch(link, { headers: { accept: 'application/json', 'apollo-require-preflight': 'yes' } });
    expect(await program.json()).toHaveProperty('data.brands');
  });

  it('offers only queries that the schema answers in the explorer', async () => {
    const { buildASTSchema, parse, specifiedRules, validate } = await import('graphql');
    const { readFileSync } = await import('node:fs');
    const { join } = await import('node:path');
    const schema = buildASTSchema(parse(readFileSync(join(__dirname, '../../schema.graphql'), 'utf8')));
    const start = await (await fetch(`${server.url}/graphiql/start.js`)).text();
    const query = JSON.parse(/defaultQuery: (".*"),/.exec(start)?.[1] ?? '""');
    expect(validate(schema, parse(query), specifiedRules)).toEqual([]);
  });

  it('counts requests, connections and the loop’s delay', async () => {
    await server.ask('{ brands { id } }');
    const text = await (await fetch(`${server.url}/metrics`)).text();
    expect(text).toMatch(/brandhub_http_requests_total\{method="POST",route="\/graphql",status="200"\} [1-9]/);
    expect(text).toMatch(/brandhub_database_connections\{state="idle"\} [1-9]/);
    expect(text).toMatch(/brandhub_event_loop_delay_seconds\{quantile="0.99"\}/);
  });

  it('reads the whole of an answer from one instant', async () => {
    // The second field waits for the first, which is held up by a lock; a brand is added meanwhile.
    const lock = server.run('BEGIN; LOCK TABLE hub.campaign IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(0.2); COMMIT');
    await pause(50);
    const asked = server.ask('{ before: brands { id } campaigns { totalCount } after: brands { id } }');
    await pause(50);
    await server.run("INSERT INTO hub.brand (workspace_id, key, name) VALUES (1, 'late', 'Late')");
    await lock;
    const { before, after } = (await asked).body.data;
    expect(after).toEqual(before);
    expect((await server.ask('{ brands { id } }')).body.data.brands).toHaveLength(before.length + 1);
  });

  it('cuts off a statement that takes too long, and gives its connection back', async () => {
    const lock = server.run('BEGIN; LOCK TABLE hub.source IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(0.8); COMMIT');
    await pause(50);
    const answers = await Promise.all(Array.from({ length: 4 }, () => server.ask('{ sources { id } }')));
    expect(answers.map(({ body }) => body.errors?.[0]?.extensions.code)).toEqual(Array(4).fill('TIMEOUT'));
    await lock;
    expect((await server.ask('{ sources { id } }')).body.data.sources).toHaveLength(1);
    const busy = await (await fetch(`${server.url}/metrics`)).text();
    expect(busy).toContain('brandhub_database_connections{state="busy"} 0');
  });

  it('answers every document at the limits without holding up the others', async () => {
    const { monitorEventLoopDelay } = await import('node:perf_hooks');
    const width = (field: string, times: number) => Array.from({ length: times }, () => field).join(' ');
    const documents = [
      `{ sources { ${width('id', 1_900)} } }`,
      `{ ...a } ${Array.from({ length: 300 }, (_, i) => `fragment ${String.fromCharCode(97 + (i % 26))}${i} on Query { __typename }`).join(' ')}`,
      `{ sources { ${width('lastRun { id }', 450)} } }`,
      `{ sources { ${width('... on Source { id }', 300)} } }`,
    ];
    const delay = monitorEventLoopDelay({ resolution: 5 });
    const worst: number[] = [];
    for (const query of documents) {
      await server.ask(query);
      delay.reset();
      delay.enable();
      await server.ask(query);
      delay.disable();
      worst.push(delay.max / 1e6);
    }
    // Second sight: the code is warm. The bar is 100 ms on an idle machine; tests share theirs.
    expect(Math.min(...worst)).toBeLessThan(100);
    expect(Math.max(...worst)).toBeLessThan(500);
  });
});
