import { BlockList, isIP } from 'node:net';

/** Ranges that lead nowhere on the public internet (IANA special-purpose registries): this machine, its network, its cloud's metadata, and the like. */
const RANGES_4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];
const RANGES_6 = [
  '::/127',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
];
/** Prefixes that carry an IPv4 address in their last 32 bits: mapped, compatible, and NAT64. */
const CARRIERS = ['::ffff:', '::', '64:ff9b::'];

const blocked = new BlockList();
for (const range of RANGES_4) add(range, 'ipv4');
for (const range of RANGES_6) add(range, 'ipv6');

function add(range: string, family: 'ipv4' | 'ipv6'): void {
  const [network, bits] = range.split('/') as [string, string];
  blocked.addSubnet(network, Number(bits), family);
}

/** Whether an IP address lies in a range that is not public. Throws a TypeError when it is no IP address. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) throw new TypeError(`"${address}" is no IP address`);
  if (family === 4) return blocked.check(address, 'ipv4');
  const plain = address.replace(/%.*/, '');
  const carried = carriedAddress(plain);
  return blocked.check(plain, 'ipv6') || (carried !== null && blocked.check(carried, 'ipv4'));
}

/** The IPv4 address that an IPv6 address stands for; null when it stands for none. */
function carriedAddress(address: string): string | null {
  // The one spelling that URL gives every address: lower case, hexadecimal, the longest run of zeros left out.
  const spelt = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const prefix = CARRIERS.find((each) => spelt.startsWith(each));
  const [, high, low] = (prefix !== undefined && /^([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(spelt.slice(prefix.length))) || [];
  if (high === undefined || low === undefined) return null;
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [a >> 8, a & 255, b >> 8, b & 255].join('.');
}
