import { Injectable, Param, type PipeTransform } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { refuse } from '../../shared/refusal.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A path's id, in lower case. What is no UUID names nothing of ours: refuses `not_found`. */
@Injectable()
export class UuidPipe implements PipeTransform<unknown, string> {
  transform(value: unknown): string {
    if (typeof value !== 'string' || !UUID.test(value)) throw refuse('not_found');
    return value.toLowerCase();
  }
}

/** `@UuidParam() id: string` for `:id`, or `@UuidParam('walletId')` for another name. */
export function UuidParam(name: string = 'id'): ParameterDecorator {
  return (target, key, index) => {
    Param(name, UuidPipe)(target, key, index);
    const handler = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
    if (key === undefined || handler === undefined) return;
    ApiParam({ name, schema: { type: 'string', format: 'uuid' } })(target, key, handler);
  };
}
