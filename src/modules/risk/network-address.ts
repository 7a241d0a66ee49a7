import { isIPv6 } from 'node:net';

const MAPPED_IPV4 = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

/** One text for each network address, however it was written: IPv6 as RFC 5952 has it, without a zone; IPv4 within IPv6 as IPv4. */
export function canonicalAddress(text: string): string {
  const [address = ''] = text.split('%');
  if (!isIPv6(address)) return text;
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const mapped = MAPPED_IPV4.exec(canonical);
  return mapped ? mapped.slice(1).flatMap(bytesOf).join('.') : canonical;
}

function bytesOf(hextet: string): number[] {
  return [...Buffer.from(hextet.padStart(4, '0'), 'hex')];
}
