import { isIPv6 } from 'node:net';

const HEXTETS = 8;
/** Of an IPv6 address, the part that a network is given; whoever has one has all the addresses in it. */
const NETWORK_HEXTETS = 4;
const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** Who an address belongs to, as far as it tells: the IPv4 address itself, or the first 64 bits of an IPv6 address. */
export function networkOf(ip: string): string {
  const mapped = MAPPED_IPV4.exec(ip)?.[1];
  if (mapped !== undefined) return mapped;
  return isIPv6(ip) ? `${hextetsOf(ip).slice(0, NETWORK_HEXTETS).join(':')}::/64` : ip;
}

function hextetsOf(ip: string): string[] {
  const [head = '', tail] = ip.toLowerCase().replace(/%.*$/, '').split('::');
  const [before, after] = [head, tail ?? ''].map((part) => part.split(':').filter(Boolean)) as [string[], string[]];
  const zeros = Array<string>(Math.max(0, HEXTETS - before.length - after.length)).fill('0');
  const all = tail === undefined ? before : [...before, ...zeros, ...after];
  return all.map((hextet) => hextet.replace(/^0+(?=.)/, ''));
}
