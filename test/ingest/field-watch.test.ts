import { FieldWatch } from '../../ingest/field-watch';
import { inWorkspace } from '../../src/database/session';
import { type IngestWorkspace, ingestWorkspace } from '../support/ingest-workspace';

let hub: IngestWorkspace;
beforeAll(async () => {
  hub = await ingestWorkspace();
});
afterAll(() => hub?.close());

let stream = 0;
beforeEach(() => {
  stream += 1;
});

/** What changed in a run that saw these records, as `change path before → now`. */
async function run(...records: object[]): Promise<string[]> {
  const { runId, sourceId } = await hub.startRun();
  const watch = new FieldWatch();
  watch.look(
    `s${stream}`,
    records.map((record) => JSON.stringify(record)),
  );
  const changes = await inWorkspace(hub.database, 1, (session) => watch.keep(session, { runId, sourceId }));
  return changes.map(({ change, path, typesBefore, typesNow }) => `${change} ${path} ${typesBefore.join('|')} → ${typesNow.join('|')}`);
}

describe('the fields of a stream', () => {
  it('are what its first run has, without a change', async () => {
    expect(await run({ id: 1, metrics: { spend: '1.5' }, actions: [{ type: 'x' }] })).toEqual([]);
    expect(await run({ id: 2, metrics: { spend: '2' }, actions: [] })).toEqual([]);
  });

  it('are told when they are new, once', async () => {
    await run({ id: 1 });
    expect(await run({ id: 2, placement: { name: 'feed' } })).toEqual(['new placement  → object', 'new placement.name  → string']);
    expect(await run({ id: 3, placement: { name: 'feed' } })).toEqual([]);
  });

  it('are told when they are gone that every record had, and not those that some had', async () => {
    await run({ id: 1, campaign: { id: 1, name: 'a' }, note: 'x' }, { id: 2, campaign: { id: 1, name: 'a' } });
    expect(await run({ id: 3 })).toEqual(['gone campaign object → ']);
    expect(await run({ id: 4 })).toEqual([]);
  });

  it('are told when they change their type; a number written as text has not', async () => {
    await run({ spend: 1.5, clicks: '3', day: '2026-01-01', tags: null });
    expect(await run({ spend: '9007199254740993', clicks: 4, day: '2026-01-02', tags: ['a'] })).toEqual(['new tags[]  → string']);
    expect(await run({ spend: { micros: 1 }, clicks: 4, day: 20260103, tags: [] })).toEqual([
      'type spend number → object',
      'new spend.micros  → number',
      'type day string → number',
    ]);
  });

  it('and their changes are kept, with the run that noticed them', async () => {
    await run({ id: 1 });
    await run({ id: 1, more: true });
    expect(await hub.rows('SELECT path, change, types_now, run_id > 0 AS told FROM hub.drift WHERE stream = $1', [`s${stream}`])).toEqual([
      { path: 'more', change: 'new', types_now: ['boolean'], told: true },
    ]);
  });
});
