import { sourcesCommand } from '../../src/cli/sources';
import { WrongUsage } from '../../src/cli/wrong-usage';
import { fileOf } from '../ingest/files/read-all';
import { type IngestWorkspace, ingestWorkspace } from '../support/ingest-workspace';

let hub: IngestWorkspace;
const before = { ...process.env };
beforeAll(async () => {
  hub = await ingestWorkspace();
  const key = 'ab'.repeat(32);
  Object.assign(process.env, {
    DATABASE_URL: hub.test.ownerUrl,
    DATABASE_APP_URL: hub.test.appUrl,
    BRANDHUB_SECRET_KEY: key,
    LOG_LEVEL: 'silent',
  });
});
afterAll(async () => {
  process.env = before;
  await hub?.close();
});

/** What `brandhub sources` writes. */
async function sources(...args: string[]): Promise<string> {
  let out = '';
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += text;
    return true;
  });
  try {
    await sourcesCommand().parseAsync(args, { from: 'user' });
    return out;
  } finally {
    stdout.mockRestore();
  }
}

test('a setting and a secret may lie in files; an optional secret is shown while it is set', async () => {
  const mapping = fileOf('shop.yaml', 'target: OrderLine\ncolumns: { day: at, brand: { const: lumen }, orderId: id }\n');
  const secret = fileOf('shop.key', 'first\n');
  const args = ['--json', '--set', `mapping=@${mapping}`, '--set', 'maxBytes=2048', '--secret', `signingKey=@${secret}`];
  const [added] = JSON.parse(await sources('add', 'push', '--key', 'shop', ...args));
  expect(added).toMatchObject({
    connector: 'push',
    schedule: '',
    config: { maxBytes: 2048, mapping: { target: 'OrderLine', columns: { day: 'at', brand: { const: 'lumen' }, orderId: 'id' } } },
    secretNames: ['signingKey'],
  });
  const rotate = ['--secret', 'signingKey=second', '--secret', `previousSigningKey=@${secret}`, '--json'];
  expect(JSON.parse(await sources('set', 'shop', ...rotate))[0].secretNames).toEqual(['signingKey', 'previousSigningKey']);
  expect(JSON.parse(await sources('set', 'shop', '--secret', 'previousSigningKey=', '--json'))[0].secretNames).toEqual(['signingKey']);
  await expect(sources('set', 'shop', '--set', 'mapping=@/nowhere.yaml')).rejects.toThrow(
    new WrongUsage('--set: /nowhere.yaml: there is no such file'),
  );
});

test('what can be connected is listed with the secrets that it may have', async () => {
  expect(await sources('connectors')).toMatch(/^push +Pushed records .*signingKey \[previousSigningKey\]/m);
});
