import { createHash } from 'node:crypto';
import {
  applyDecorators,
  createParamDecorator,
  type ExecutionContext,
  Inject,
  Injectable,
  type PipeTransform,
} from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { CONFIG, type Config } from '../../platform/config/index.ts';
import type { AuthenticatedRequest } from '../../platform/http/access.ts';
import { canonicalAddress } from './network-address.ts';
import type { MicroPosition } from './movement.ts';
import { type Origin, positionOf } from './origin.ts';

const DEVICE_HEADER = 'x-device-id';
const POSITION_HEADER = 'x-client-position';
const [CDN_LATITUDE_HEADER, CDN_LONGITUDE_HEADER] = ['cloudfront-viewer-latitude', 'cloudfront-viewer-longitude'];
const DEVICE_ID = /^[\x21-\x7e]{8,128}$/;
const HASH_DIGITS = 32;

type Told = Pick<AuthenticatedRequest, 'ip' | 'headers' | 'user'>;

const asTold = createParamDecorator((_data: unknown, context: ExecutionContext): Told => {
  const { ip, headers, user } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  return { ip, headers, user };
});

/** What of a request says who sent it and where it came from. */
@Injectable()
export class OriginPipe implements PipeTransform<Told, Origin> {
  private readonly positionIn: (headers: Told['headers']) => MicroPosition | undefined;

  constructor(@Inject(CONFIG) { http }: Config) {
    this.positionIn = http.positionFrom === 'cloudfront' ? positionByCdn : positionByClient;
  }

  transform({ ip, headers, user: by }: Told): Origin {
    return {
      by,
      address: canonicalAddress(ip),
      device: deviceOf(headers[DEVICE_HEADER]),
      position: this.positionIn(headers),
    };
  }
}

/** Who sent the request and where it came from, as a parameter. The route is `@TellsOrigin`. */
export const ClientOrigin = (): ParameterDecorator => asTold(OriginPipe);

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
      description: 'Where the device is: `lat=12.9716;lng=77.5946`. Not looked at where a CDN says it.',
    }),
  );
}

function positionByClient(headers: Told['headers']): MicroPosition | undefined {
  return positionOf(one(headers[POSITION_HEADER]));
}

// Never the client's as well: where a device says that it is and where its network seems to be are far apart without anybody moving.
function positionByCdn(headers: Told['headers']): MicroPosition | undefined {
  return positionOf(`lat=${one(headers[CDN_LATITUDE_HEADER])};lng=${one(headers[CDN_LONGITUDE_HEADER])}`);
}

// Kept as a hash: it says that two are the same, and nothing else.
function deviceOf(header: string | string[] | undefined): string | undefined {
  const id = one(header);
  if (id === undefined || !DEVICE_ID.test(id)) return undefined;
  return createHash('sha256').update(id).digest('hex').slice(0, HASH_DIGITS);
}

const one = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? undefined : header);
