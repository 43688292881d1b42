import { exchange } from '../../ingest/http';
import { Network } from '../../ingest/network';
import { isPrivateAddress } from '../../ingest/private-addresses';
import { type StubAnswer, type StubPlatform, stubPlatform } from '../support/ingest-platform';

let inside: StubPlatform;
let answer: (path: string) => StubAnswer = () => ({ body: 'secret of the house' });
let port: string;
beforeAll(async () => {
  inside = await stubPlatform(({ path }) => answer(path));
  port = new URL(inside.url).port;
});
afterAll(() => inside.close());
beforeEach(() => {
  inside.requests.length = 0;
  answer = () => ({ body: 'secret of the house' });
});

const ask = (url: string, ...privateHosts: string[]) =>
  exchange({ url }, { network: new Network(privateHosts), timeoutMs: 2_000, maxBytes: 1_000 });

describe('an address that is not public is not asked', () => {
  it.each([
    ['this machine', (at: string) => `http://127.0.0.1:${at}/`],
    ['this machine by another of its numbers', (at: string) => `http://127.9.9.9:${at}/`],
    ['a decimal number', (at: string) => `http://2130706433:${at}/`],
    ['an octal number', (at: string) => `http://0177.0.0.1:${at}/`],
    ['a hexadecimal number', (at: string) => `http://0x7f000001:${at}/`],
    ['parts left out', (at: string) => `http://127.1:${at}/`],
    ['digits of full width', (at: string) => `http://１２７.0.0.1:${at}/`],
    ['no address at all', (at: string) => `http://0.0.0.0:${at}/`],
    ['zero', (at: string) => `http://0:${at}/`],
    ['a name', (at: string) => `http://localhost:${at}/`],
    ['a name in capitals', (at: string) => `http://LOCALHOST:${at}/`],
    ['IPv6', (at: string) => `http://[::1]:${at}/`],
    ['IPv4 inside IPv6', (at: string) => `http://[::ffff:127.0.0.1]:${at}/`],
    ['IPv4 inside IPv6 in hexadecimal', (at: string) => `http://[::ffff:7f00:1]:${at}/`],
    ['IPv4 behind NAT64', (at: string) => `http://[64:ff9b::7f00:1]:${at}/`],
    ["the cloud's metadata", () => 'http://169.254.169.254/latest/meta-data/'],
    ["the cloud's metadata over IPv6", () => 'http://[fd00:ec2::254]/'],
    ['a private network', () => 'http://10.0.0.1/'],
    ['a private network', () => 'https://172.16.5.4/'],
    ['a private network', () => 'https://192.168.1.1/'],
    ['the network of a provider', () => 'http://100.64.0.1/'],
    ['a link', () => 'http://[fe80::1]/'],
    ['a name and password before it', (at: string) => `http://user:password@127.0.0.1:${at}/`],
  ])('%s', async (_what, address) => {
    await expect(ask(address(port))).rejects.toMatchObject({
      name: 'Fatal',
      message: expect.stringMatching(/not public|name and a password/),
    });
    expect(inside.requests).toEqual([]);
  });

  it('nor by a name with a dot at its end, whether or not it resolves', async () => {
    await expect(ask(`http://localhost.:${port}/`)).rejects.toThrow();
    expect(inside.requests).toEqual([]);
  });

  it('nor when an answer redirects there', async () => {
    answer = () => ({ status: 302, headers: { location: `http://127.0.0.2:${port}/inside` } });
    await expect(ask(`http://127.0.0.1:${port}/`, '127.0.0.1')).rejects.toMatchObject({
      name: 'Fatal',
      message: expect.stringContaining('127.0.0.2'),
    });
    expect(inside.requests.map(({ path }) => path)).toEqual(['/']);
  });

  it.each(['file:///etc/passwd', 'ftp://example.com/', 'gopher://example.com/'])('nor is %s, by a redirect', async (location) => {
    answer = () => ({ status: 302, headers: { location } });
    await expect(ask(`http://127.0.0.1:${port}/`, '127.0.0.1')).rejects.toMatchObject({
      name: 'Fatal',
      message: expect.stringContaining('no web address'),
    });
  });
});

describe('a host that the operator has named', () => {
  it('is asked, as an address, as a name, and at its one port', async () => {
    await ask(`http://127.0.0.1:${port}/`, '127.0.0.1');
    await ask(`http://localhost:${port}/`, 'localhost');
    await ask(`http://127.0.0.1:${port}/`, `127.0.0.1:${port}`);
    expect(inside.requests).toHaveLength(3);
  });

  it('is asked at no other port, and lets no other host in', async () => {
    await expect(ask(`http://127.0.0.1:${port}/`, '127.0.0.1:1')).rejects.toThrow('not public');
    await expect(ask(`http://localhost:${port}/`, 'localhost:1')).rejects.toThrow('not public');
    await expect(ask(`http://127.0.0.2:${port}/`, '127.0.0.1')).rejects.toThrow('not public');
    expect(inside.requests).toEqual([]);
  });
});

describe('an address', () => {
  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '172.15.255.255',
    '172.32.0.1',
    '100.63.255.255',
    '169.253.0.1',
    '223.255.255.1',
    '2606:4700::1111',
    '2001:4860:4860::8888',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
  ])('%s is public', (address) => expect(isPrivateAddress(address)).toBe(false));

  it.each([
    '0.1.2.3',
    '10.255.255.255',
    '127.0.0.1',
    '169.254.1.1',
    '172.31.255.255',
    '192.0.2.1',
    '192.168.0.1',
    '198.19.0.1',
    '203.0.113.9',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fc00::1',
    'fd12::1',
    'fe80::1%eth0',
    'ff02::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '::127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:a00:1',
    '64:ff9b::10.0.0.1',
    '64:ff9b:1::1',
  ])('%s is not', (address) => expect(isPrivateAddress(address)).toBe(true));
});
