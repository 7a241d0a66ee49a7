import { createHash } from 'node:crypto';
import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { AuthenticatedRequest } from '../../platform/http/access.ts';
import { canonicalAddress } from './network-address.ts';
import { type Origin, positionOf } from './origin.ts';

const DEVICE_HEADER = 'x-device-id';
const POSITION_HEADER = 'x-client-position';
const DEVICE_ID = /^[\x21-\x7e]{8,128}$/;
const HASH_DIGITS = 32;

/** Who sent the request and where it came from, as a parameter. The route is `@TellsOrigin`. */
export const ClientOrigin = createParamDecorator((_data: unknown, context: ExecutionContext): Origin => {
  const { ip, headers, user: by } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  const address = canonicalAddress(ip);
  return { by, address, device: deviceOf(headers[DEVICE_HEADER]), position: positionOf(one(headers[POSITION_HEADER])) };
});

/** Says in OpenAPI what a client may tell of itself; it is never asked for, and what is malformed counts as not told. */
export function TellsOrigin(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'X-Device-Id',
      required: false,
      description: 'An id that the app keeps on its device, 8 to 128 characters.',
    }),
    ApiHeader({
      name: 'X-Client-Position',
      required: false,
      description: 'Where the device is: `lat=12.9716;lng=77.5946`.',
    }),
  );
}

// Kept as a hash: it says that two are the same, and nothing else.
function deviceOf(header: string | string[] | undefined): string | undefined {
  const id = one(header);
  if (id === undefined || !DEVICE_ID.test(id)) return undefined;
  return createHash('sha256').update(id).digest('hex').slice(0, HASH_DIGITS);
}

const one = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? undefined : header);
