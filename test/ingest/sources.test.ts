import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadConnectors } from '../../ingest/load-connectors';
import { openSecrets, resealSecrets, saveSecret, sealContext } from '../../ingest/source-secrets';
import { createSource, listSources, type NewSource, type SourceDeps, updateSource } from '../../ingest/sources';
import { inWorkspace } from '../../src/database/session';
import { addKeyToFile, dropOldKeysFromFile, keyFromFile, newKey, seal, unseal } from '../../src/lib/seal';
import { type IngestWorkspace, ingestWorkspace } from '../support/ingest-workspace';

let hub: IngestWorkspace;
const deps: SourceDeps = { connectors: loadConnectors(), key: newKey() };
beforeAll(async () => {
  hub = await ingestWorkspace();
});
afterAll(() => hub?.close());

const create = (source: NewSource) => inWorkspace(hub.database, 1, (session) => createSource(session, deps, source));
const list = (key: string) => inWorkspace(hub.database, 1, (session) => listSources(session, deps, key));
const meta = { connector: 'meta-ads', config: { accountIds: ['123'] }, secrets: { accessToken: 'canary-token' } };

test('a source takes what it is not given from its connector, and keeps its secrets sealed', async () => {
  await create({ key: 'meta', ...meta, brand: 'lumen', currency: 'EUR' });
  const { connectors } = deps;
  const connector = connectors.get('meta-ads')!;
  expect(await list('meta')).toMatchObject([
    {
      name: connector.label,
      schedule: connector.schedule,
      timeZone: connector.timeZone,
      config: meta.config,
      secretNames: ['accessToken'],
      brand: 'lumen',
      currency: 'EUR',
      enabled: true,
      lookbackDays: 28,
    },
  ]);
  const [{ secrets }] = (await hub.rows<{ secrets: Buffer }>(`SELECT secrets FROM hub.source WHERE key = 'meta'`)) as [{ secrets: Buffer }];
  expect(secrets.includes('canary')).toBe(false);
  expect(openSecrets(secrets, deps.key, sealContext(1, 'meta'))).toEqual({ accessToken: 'canary-token' });
  // Neither copied to another source or workspace nor read with another key does it open.
  expect(() => openSecrets(secrets, deps.key, sealContext(1, 'other'))).toThrow(/cannot be opened/);
  expect(() => openSecrets(secrets, deps.key, sealContext(2, 'meta'))).toThrow(/cannot be opened/);
  expect(() => openSecrets(secrets, newKey(), sealContext(1, 'meta'))).toThrow(/cannot be opened/);
});

test.each<[string, Partial<NewSource>, RegExp]>([
  ['a key with capitals', { key: 'Meta' }, /^key: "Meta" is no key/],
  ['a key that is taken', { key: 'meta' }, /^key: there is a source "meta" already/],
  ['an unknown connector', { connector: 'myspace' }, /^connector: "myspace" is unknown; expected one of .*meta-ads/],
  ['a setting that the connector refuses', { config: { accountIds: [] } }, /^meta-ads: config\.accountIds: /],
  [
    'a misspelt setting',
    { config: { accountids: ['1'] } },
    /^meta-ads: settings: accountids unknown, accountIds missing; expected accountIds \(required, list\), /,
  ],
  ['a missing secret', { secrets: {} }, /^meta-ads: secrets: accessToken missing/],
  ['a secret too many', { secrets: { accessToken: 'x', more: 'y' } }, /^meta-ads: secrets: more unknown; expected accessToken/],
  ['a schedule that is none', { schedule: 'daily' }, /^schedule: "daily" is no cron expression/],
  ['a catch-up that is no policy', { catchUp: 'some' }, /^catchUp: "some" is no policy; expected latest, none, all, or all:<most slots/],
  ['a catch-up beyond the bound', { catchUp: 'all:5000' }, /^catchUp: "all:5000" is no policy/],
  ['a zone that is none', { timeZone: 'Mars/Base' }, /^timeZone: "Mars\/Base" is no IANA time zone/],
  ['a code that only looks like a currency', { currency: 'RMB' }, /^currency: "RMB" is no currency code/],
  ['a currency that is none', { currency: 'euro' }, /^currency: "euro" is no currency code/],
  ['an unknown brand', { brand: 'nobody' }, /^brand: there is no brand "nobody"/],
])('%s is refused with the reason', async (_what, wrong, reason) => {
  await expect(create({ key: 'wrong', ...meta, ...wrong })).rejects.toThrow(reason);
  expect(await list('wrong')).toEqual([]);
});

test('a change touches what it names; secrets are replaced one by one', async () => {
  await create({
    key: 'google',
    connector: 'google-ads',
    config: { customerIds: ['1'] },
    secrets: { clientId: 'a', clientSecret: 'b', refreshToken: 'c', developerToken: 'd' },
  });
  await inWorkspace(hub.database, 1, (session) =>
    updateSource(session, deps, 'google', { enabled: false, secrets: { refreshToken: 'new' }, brand: 'other' }),
  );
  expect(await list('google')).toMatchObject([{ enabled: false, brand: 'other', catchUp: 'latest', config: { customerIds: ['1'] } }]);
  await inWorkspace(hub.database, 1, (session) => updateSource(session, deps, 'google', { catchUp: 'all:6' }));
  expect(await list('google')).toMatchObject([{ catchUp: 'all:6', enabled: false }]);
  const [{ id, secrets }] = (await hub.rows<{ id: number; secrets: Buffer }>(
    `SELECT id, secrets FROM hub.source WHERE key = 'google'`,
  )) as [{ id: number; secrets: Buffer }];
  expect(openSecrets(secrets, deps.key, sealContext(1, 'google'))).toEqual({
    clientId: 'a',
    clientSecret: 'b',
    refreshToken: 'new',
    developerToken: 'd',
  });
  await inWorkspace(hub.database, 1, (session) => saveSecret(session, id, deps.key, { name: 'refreshToken', value: 'rotated' }));
  const [after] = await hub.rows<{ secrets: Buffer }>(`SELECT secrets FROM hub.source WHERE key = 'google'`);
  expect(openSecrets(after!.secrets, deps.key, sealContext(1, 'google'))).toMatchObject({ clientId: 'a', refreshToken: 'rotated' });
  await expect(inWorkspace(hub.database, 1, (session) => updateSource(session, deps, 'none', {}))).rejects.toThrow(
    'source: there is no source "none"',
  );
});

test('the key is replaced without a moment in which a secret cannot be read', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'brandhub-key-'));
  try {
    const file = path.join(folder, 'secret.key');
    const { connectors } = deps;
    const key = () => keyFromFile(file);
    const old = key();
    const source = { ...meta, key: 'sealed', secrets: { accessToken: 'canary-token' } };
    await inWorkspace(hub.database, 1, (session) => createSource(session, { connectors, key }, source));
    const sealed = async () => (await hub.rows<{ secrets: Buffer }>(`SELECT secrets FROM hub.source WHERE key = 'sealed'`))[0]!.secrets;
    const reseal = () =>
      inWorkspace(hub.database, 1, async (session) => {
        await session.execute(`DELETE FROM hub.source WHERE key <> 'sealed' AND secrets IS NOT NULL`);
        return resealSecrets(session, key);
      });
    addKeyToFile(file);
    // A rotation that was cut off here and begun again still opens what the first key sealed.
    addKeyToFile(file);
    expect(openSecrets(await sealed(), key, sealContext(1, 'sealed'))).toEqual({ accessToken: 'canary-token' });
    expect(await reseal()).toBe(1);
    dropOldKeysFromFile(file);
    expect(await reseal()).toBe(0);
    expect(openSecrets(await sealed(), key, sealContext(1, 'sealed'))).toEqual({ accessToken: 'canary-token' });
    const stored = await sealed();
    expect(() => openSecrets(stored, old, sealContext(1, 'sealed'))).toThrow(/cannot be opened/);
    expect([key().length, statSync(file).mode & 0o777]).toEqual([64, 0o600]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe('a seal', () => {
  test('opens for the same key and context, and for no change of a byte', () => {
    const key = newKey();
    const sealed = seal('secret', key, 'here');
    expect(unseal(sealed, key, 'here')).toBe('secret');
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at]! ^= 1;
      expect(() => unseal(changed, key, 'here')).toThrow();
    }
    expect(seal('secret', key, 'here').equals(sealed)).toBe(false);
  });

  test('has its key in a file that only its owner can read, made once', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'brandhub-key-'));
    try {
      const file = path.join(folder, 'deep', 'secret.key');
      const key = keyFromFile(file);
      expect(key).toHaveLength(32);
      expect(keyFromFile(file).equals(key)).toBe(true);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      writeFileSync(file, 'short');
      expect(() => keyFromFile(file)).toThrow(/expected 64 hexadecimal digits; found 5 characters/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test('every connector is named as its file', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'brandhub-connectors-'));
  try {
    writeFileSync(path.join(folder, 'right.js'), `module.exports = { default: { name: 'right' } };`);
    expect([...loadConnectors(folder).keys()]).toEqual(['right']);
    writeFileSync(path.join(folder, 'wrong.js'), `module.exports = { default: { name: 'other' } };`);
    expect(() => loadConnectors(folder)).toThrow(`connectors/wrong: the connector's name is "other"; expected that of its file`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
