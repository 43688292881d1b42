import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Sandbox, startSandbox } from '../../ingest/sandbox/sandbox';
import { readState } from '../../src/database/embedded/server-state';
import { AcceptanceCli, type Serving } from '../support/acceptance-cli';
import type { Data } from '../support/acceptance-hub';
import { runHere } from '../support/run-here';

const ROOT = path.join(__dirname, '../..');
const COMMANDS =
  'start serve work sources pull import ingest plan metric attribution mix geo-test catalog study export snapshot goals rules creators search runs quarantine key analyst secrets rollup migrate mentions crises research experiments alerts doctor'.split(
    ' ',
  );
const VISITS = ['sessions', '--from', '2026-03-01', '--to', '2026-03-31', '--by', 'BRAND'];

/** The children that a help text lists, with their descriptions; a long one goes on, indented, in the next line. */
function commandsIn(help: string): { name: string; description: string }[] {
  const list = help.split('\nCommands:\n')[1] ?? '';
  const lines = list.replaceAll(/\n {10,}/g, ' ').split('\n');
  const entries = lines.map((line) => /^ {2}([\w-]+)(?: \S+)* {2,}(\S.*)$/.exec(line) ?? /^ {2}([\w-]+)()/.exec(line));
  return entries.flatMap((entry) => (entry && entry[1] !== 'help' ? [{ name: entry[1] as string, description: entry[2] ?? '' }] : []));
}

/** What the program prints when it is asked for the help of a command, without a process of its own for each. */
const helpOf = async (...words: string[]) => (await runHere({}, ...words, '--help')).out;

describe('the command line', () => {
  let cli: AcceptanceCli;
  let sandbox: Sandbox;
  beforeAll(async () => {
    [cli, sandbox] = await Promise.all([AcceptanceCli.open(), startSandbox({ today: '2026-09-18' })]);
  });
  afterAll(async () => {
    await sandbox?.close();
    await cli?.close();
  });

  const file = (name: string, text: string) => {
    const at = path.join(cli.home, name);
    writeFileSync(at, text);
    return at;
  };

  describe('explains itself', () => {
    it('lists every command, and describes each, its children and their options', async () => {
      const root = await helpOf();
      expect(await cli.run('--help')).toEqual({ code: 0, out: root, err: '' });
      expect(commandsIn(root).filter(({ description }) => description === '')).toEqual([]);
      expect(commandsIn(root).map(({ name }) => name)).toEqual(COMMANDS);
      const helps: { words: string[]; help: string }[] = [];
      for (const name of COMMANDS) helps.push({ words: [name], help: await helpOf(name) });
      const children = helps.flatMap(({ words, help }) => commandsIn(help).map(({ name }) => [...words, name]));
      expect(children.map((words) => words.join(' '))).toEqual(
        expect.arrayContaining(['key create', 'key list', 'key revoke', 'sources connectors', 'plan import']),
      );
      for (const words of children) helps.push({ words, help: await helpOf(...words) });
      for (const { words, help } of helps) {
        const [usage = '', description] = help.split('\n\n');
        expect(usage).toMatch(new RegExp(`^Usage: brandhub ${words.join(' ')}`));
        expect([words, description]).toEqual([words, expect.stringMatching(/^\S.{10,}/)]);
        // An option stands alone on its line only when its description follows on the next.
        const bare = help
          .split('\n')
          .filter((line, i, lines) => /^ {2}-/.test(line) && !/ {2,}\S/.test(line.slice(2)) && !/^ {10,}\S/.test(lines[i + 1] ?? ''));
        expect([words, bare]).toEqual([words, []]);
      }
    });

    it.each([
      ['an unknown command', ['frobnicate'], /unknown command 'frobnicate'/],
      ['a misspelt command', ['doctr'], /Did you mean doctor\?/],
      ['an unknown option', ['runs', '--nope'], /unknown option '--nope'/],
      ['a missing argument', ['metric'], /missing required argument 'names'/],
      ['a missing argument of a child', ['key', 'create'], /missing required argument 'name'/],
      [
        'a value that is none of the choices',
        ['metric', 'spend', '--grain', 'DECADE'],
        /Allowed choices are DAY, WEEK, MONTH, QUARTER, YEAR/,
      ],
      ['an option without its value', ['runs', '--source'], /argument missing/],
    ])('%s is wrong usage: exit code 2, told on stderr, nothing on stdout', async (words, args, message) => {
      const { code, out, err } = words === 'an unknown command' ? await cli.run(...args) : await cli.here(...args);
      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(message);
    });
  });

  describe('while no server runs', () => {
    it('migrate makes the database of a home that has none, and has nothing to do the second time', async () => {
      expect(await readState(cli.home)).toBeUndefined();
      const done = { code: 0, out: 'The database is at the current schema.\n' };
      expect(await cli.run('migrate')).toMatchObject(done);
      expect(await cli.here('migrate')).toMatchObject(done);
      expect(await readState(cli.home)).toMatchObject({ users: [] });
    });

    it('sources connectors tells what can be connected', async () => {
      const names = readdirSync(path.join(ROOT, 'ingest/connectors')).map((name) => path.parse(name).name);
      const connectors: Data[] = await cli.json('sources', 'connectors');
      expect(connectors.map(({ name }) => name).sort()).toEqual(names.sort());
      // What is pushed to has nothing to pull and no schedule.
      for (const { label, schedule, streams } of connectors.filter(({ name }) => name !== 'push'))
        expect([label, schedule, streams[0]]).toEqual([expect.any(String), expect.stringMatching(/\*/), expect.any(String)]);
    });

    it('import shows what it would load, loads it, and knows it again', async () => {
      const csv = file('Site visits.csv', 'Date,Brand,Page path,Sessions\n2026-03-01,Acme,/a,4\n2026-03-02,Acme,/b,5\n');
      const dry = await cli.here('import', csv, '--dry-run', '--create-brands');
      expect(dry.code).toBe(0);
      expect(dry.out).toMatch(/sum of sessions +9\n/);
      expect(await cli.json('runs')).toEqual([]);
      const load = ['import', csv, '--yes', '--create-brands'];
      const { code, out } = await cli.run(...load, '--json');
      expect([code, JSON.parse(out)]).toMatchObject([0, { status: 'SUCCEEDED', records: 2, inserted: 2, quarantined: 0 }]);
      expect(await cli.json(...load)).toMatchObject({ alreadyLoaded: true });
    });

    it('metric answers what was loaded', async () => {
      const { rows } = await cli.json('metric', ...VISITS);
      expect(rows).toHaveLength(1);
      expect(rows[0].values).toMatchObject([{ metric: 'sessions', value: 9, decimal: '9' }]);
    });

    it('leaves no server behind', async () => {
      expect((await readState(cli.home))?.users).toEqual([]);
    });
  });

  describe('while a server runs on the same home', () => {
    let serving: Serving;
    beforeAll(async () => {
      serving = await cli.serve();
    });
    afterAll(async () => {
      if (serving) expect(await serving.stop()).toBe(0);
    });

    const ask = async (query: string, key?: string) => {
      const headers = { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) };
      const response = await fetch(serving.url, { method: 'POST', headers, body: JSON.stringify({ query }) });
      return { status: response.status, body: (await response.json()) as Data };
    };

    it('import loads beside it, the server answers with it at once, and metric says the same', async () => {
      const bad = file('More visits.csv', 'Date,Brand,Page path,Sessions\n2026-03-03,Acme,/a,30\n2026-03-04,Acme,/b,many\n');
      const partly = await cli.run('import', bad, '--yes', '--source', 'visits', '--json');
      expect(partly.code).toBe(3);
      const told = JSON.parse(partly.out);
      expect(told).toMatchObject({
        status: 'PARTIAL',
        inserted: 1,
        quarantined: 1,
        refused: [{ line: 3, place: 'Sessions', value: 'many' }],
      });
      const { rows } = await cli.json('metric', ...VISITS);
      expect(rows[0].values[0].value).toBe(39);
      const { body } = await ask(
        '{ metrics(query: { select: [sessions], by: [BRAND], range: { from: "2026-03-01", to: "2026-03-31" } }) { rows { values { value decimal } } } }',
      );
      expect(body.data.metrics.rows).toEqual([{ values: [{ value: 39, decimal: '39' }] }]);
      expect(rows[0].values[0].decimal).toBe('39');
    });

    it('sources add connects an account, pull reads it, runs tells how it went', async () => {
      const source = await cli.json('sources', 'add', 'ecb-rates', '--key', 'rates', '--set', `baseUrl=${sandbox.url}/ecb`);
      // The loopback address is not public: asked for only when it is named.
      expect(await cli.run('pull', 'rates')).toMatchObject({ code: 1, out: expect.stringContaining('not public') });
      await cli.json('sources', 'set', 'rates', '--allow-private', new URL(sandbox.url).host);
      expect(source).toMatchObject([{ key: 'rates', connector: 'ecb-rates', enabled: true }]);
      expect(await cli.json('pull', 'rates', '--from', '2026-09-01', '--to', '2026-09-10')).toMatchObject([
        { source: 'rates', status: 'SUCCEEDED' },
      ]);
      const runs: Data[] = await cli.json('runs');
      expect(runs.map(({ source: of, status }) => [of, status])).toEqual([
        ['rates', 'SUCCEEDED'],
        ['rates', 'FAILED'],
        ['visits', 'PARTIAL'],
        [expect.any(String), 'SUCCEEDED'],
      ]);
      for (const { records, inserted, revised, unchanged, quarantined } of runs)
        expect(BigInt(records)).toBe([inserted, revised, unchanged, quarantined].reduce((sum, each) => sum + BigInt(each), 0n));
      expect((await cli.json('runs', '--source', 'rates', '--first', '1')).length).toBe(1);
    });

    it('plan import and goals: the annual plan, and where every goal stands', async () => {
      const plan = path.join(ROOT, 'docs/examples/annual-plan.yaml');
      const changes = await cli.json('plan', 'import', plan);
      expect(changes).toMatchObject({ added: true });
      const goals: Data[] = await cli.json('goals');
      expect(goals.map(({ key }) => key).sort()).toEqual([...changes.goals.added].sort());
      for (const { status, reasons } of goals) expect([status, reasons[0]]).toEqual(['UNKNOWN', expect.stringMatching(/^\S.+\.$/)]);
      expect(await cli.json('plan', 'import', plan)).toMatchObject({ added: false, goals: { added: [], changed: [], archived: [] } });
    });

    it('key create opens the API to its bearer alone, key list shows no secret, key revoke closes it', async () => {
      expect((await ask('{ sources { id } }')).status).toBe(200);
      const [made, other] = [await cli.json('key', 'create', 'program', '--role', 'analyst'), await cli.json('key', 'create', 'other')];
      expect(made).toMatchObject({ name: 'program', role: 'analyst', key: expect.stringMatching(/^bhk_\S{43}$/) });
      expect((await ask('{ sources { id } }')).status).toBe(401);
      expect((await ask('{ sources { id } }', made.key)).status).toBe(200);
      const list = await cli.here('key', 'list', '--json');
      expect(JSON.parse(list.out).map(({ name, role }: Data) => [name, role])).toEqual([
        ['program', 'analyst'],
        ['other', 'viewer'],
      ]);
      expect(list.out).not.toContain(made.key);
      expect((await cli.run('key', 'revoke', String(made.id))).code).toBe(0);
      expect((await ask('{ sources { id } }', made.key)).status).toBe(401);
      expect((await ask('{ sources { id } }', other.key)).status).toBe(200);
      const again = await cli.here('key', 'revoke', String(made.id));
      expect([again.code, again.err]).toEqual([1, expect.stringMatching(/^brandhub: key: there is no key \d+ in force\n/)]);
    });

    it('doctor finds nothing wrong', async () => {
      const findings: Data[] = await cli.json('doctor');
      expect(findings.length).toBeGreaterThanOrEqual(6);
      expect(findings.filter(({ ok }) => !ok)).toEqual([]);
    });

    it.each([
      ['a metric that there is not', ['metric', 'spendings'], /"spendings" given; expected a metric of the catalogue, such as spend\n/],
      ['a dimension that there is not', ['metric', 'spend', '--by', 'PLANET'], /PLANET/],
      ['a day that is none', ['metric', 'spend', '--from', '2026-02-30', '--to', '2026-03-01'], /2026-02-30/],
      ['a source that there is not', ['pull', 'nowhere'], /there is no source "nowhere"/],
      ['a number that is none', ['runs', '--first', 'many'], /'--first <n>' argument 'many' is invalid. expected a whole number/],
      ['an id that is none', ['key', 'revoke', 'first'], /argument 'id'. expected a whole number|'first' is invalid for argument 'id'/],
      ['a file that is not there', ['import', '/nowhere.csv'], /nowhere\.csv/],
    ])('%s is refused in one line that names it', async (words, args, message) => {
      const { code, out, err } = words === 'a metric that there is not' ? await cli.run(...args) : await cli.here(...args);
      expect([[1, 2].includes(code ?? 0), out]).toEqual([true, '']);
      expect(err).toMatch(message);
      expect(err).not.toMatch(/\n {4}at |syntax|QueryFailedError/);
    });
  });
});
