import { isIP } from 'node:net';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { buildMessage, ValidateBy } from 'class-validator';

const MAX_URL_LENGTH = 2_048;
/** Domains that name something in a house, on a link or on this machine (RFC 2606, 6761, 6762, 8375, 9476). */
const PRIVATE_DOMAINS = new Set([
  'localhost',
  'local',
  'internal',
  'intranet',
  'lan',
  'home',
  'corp',
  'arpa',
  'onion',
  'alt',
]);
// What a URL parser takes away or turns into something else, so that two readers of the text may disagree.
const AMBIGUOUS = /[^\x21-\x7e]|\\|%[01][0-9a-f]|%7f/i;

/** Whether `value` is an https URL of a host with a public name: no address in any spelling, no credentials, nothing to misread. */
export function isPublicUrl(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > MAX_URL_LENGTH || AMBIGUOUS.test(value)) return false;
  if (!/^https:\/\/[^/]/.test(value) || !URL.canParse(value)) return false;
  const { hostname, username, password } = new URL(value);
  return username === '' && password === '' && isPublicName(hostname);
}

// The parser has written an address in decimal, octal or hexadecimal as one with dots by now.
function isPublicName(hostname: string): boolean {
  const name = hostname.replace(/\.$/, '');
  if (name.startsWith('[') || isIP(name) !== 0) return false;
  const labels = name.split('.');
  return labels.length > 1 && !PRIVATE_DOMAINS.has(labels.at(-1) ?? '');
}

/**
 * A property that is an https URL with a public name. It is kept and shown, not fetched: a name may become any address later, so
 * whoever fetches one must look at the address again.
 */
export function PublicUrl(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ format: 'uri', maxLength: MAX_URL_LENGTH }),
    ValidateBy({
      name: 'publicUrl',
      validator: {
        validate: isPublicUrl,
        defaultMessage: buildMessage((each) => `${each}$property must be an https URL with a public host name`),
      },
    }),
  );
}
