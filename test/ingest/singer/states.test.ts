import fc from 'fast-check';
import { Client } from 'pg';
import { type IngestWorkspace, ingestWorkspace } from '../../support/ingest-workspace';
import { linesOf, load, piped, record, schema, state } from './singer-workspace';

let hub: IngestWorkspace;
let other: Client;
beforeAll(async () => {
  hub = await ingestWorkspace();
  other = new Client({ connectionString: hub.test.superuserUrl });
  await other.connect();
});
afterAll(async () => {
  await other?.end();
  await hub?.close();
});

const shape = (stream: string) => schema(stream, { id: { type: 'integer' }, n: { type: 'integer' } });

const messages = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ stream: fc.constantFrom('a', 'b'), id: fc.nat(5), n: fc.nat(100) }) },
    { weight: 1, arbitrary: fc.constant('state' as const) },
  ),
  { minLength: 1, maxLength: 40 },
);

/** What another connection sees of a source. */
async function seen(source: string): Promise<Record<string, number>> {
  const { rows } = await other.query<{ place: string; n: number }>(
    `SELECT r.stream || (r.record->>'id') AS place, (r.record->>'n')::integer AS n
     FROM hub.landed_record r JOIN hub.source s ON s.id = r.source_id WHERE s.key = $1`,
    [source],
  );
  return Object.fromEntries(rows.map(({ place, n }) => [place, n]));
}

test('whatever comes and however it is cut, a state is told only when others see everything before it, and the last state is the last told', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(messages, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 400 }), async (sent, records, chunk) => {
      const source = `run-${++run}`;
      const lines = sent.map((each, at) => (each === 'state' ? state(at) : record(each.stream, { id: each.id, n: each.n })));
      const told: number[] = [];
      const emit = async (text: string) => {
        const upTo = Number(text);
        told.push(upTo);
        const expected: Record<string, number> = {};
        for (const each of sent.slice(0, upTo)) if (each !== 'state') expected[`${each.stream}${each.id}`] = each.n;
        // Later records of the same batch may be seen already, and may have replaced these.
        const later = sent.slice(upTo).filter((each) => each !== 'state');
        const found = await seen(source);
        for (const [place, n] of Object.entries(expected)) {
          const allowed = [n, ...later.filter((each) => `${each.stream}${each.id}` === place).map((each) => each.n)];
          expect(allowed).toContain(found[place]);
        }
      };
      const text = linesOf(shape('a'), shape('b'), ...lines);
      const result = await load(hub, source, piped(text, chunk), { emit, batch: { records } });
      expect(result.error).toBeNull();
      expect(told).toEqual([...told].sort((a, b) => a - b));
      expect(told.at(-1) ?? -1).toBe(sent.lastIndexOf('state'));
    }),
    { numRuns: 12 },
  );
});

test('with a batch for each record, every state is told, with exactly the records before it', async () => {
  const sent = Array.from({ length: 6 }, (_, at) => [record(at % 2 === 0 ? 'a' : 'b', { id: at, n: at }), state(at)]).flat();
  const told: [string, number][] = [];
  const emit = async (text: string) => void told.push([text, Object.keys(await seen('each')).length]);
  await load(hub, 'each', linesOf(shape('a'), shape('b'), ...sent), { emit, batch: { records: 1 } });
  expect(told).toEqual([0, 1, 2, 3, 4, 5].map((at) => [String(at), at + (at < 5 ? 2 : 1)]));
});

test('a load that goes on from any state that was told ends with the same records', async () => {
  const sent = Array.from({ length: 20 }, (_, at) => [record('a', { id: at % 7, n: at }), state(at)]).flat();
  const text = (from: number) => linesOf(shape('a'), ...sent.slice(from));
  await load(hub, 'whole', text(0));
  const whole = await seen('whole');
  for (const cut of [3, 8, 13]) {
    const source = `cut-${cut}`;
    const first = await load(hub, source, `${linesOf(shape('a'), ...sent.slice(0, cut * 2 + 1))}{"type":`, { batch: { records: 4 } });
    expect(first.status).toBe('FAILED');
    const told = Number(first.told.at(-1) ?? -1);
    await load(hub, source, text((told + 1) * 2));
    expect(await seen(source)).toEqual(whole);
  }
});
