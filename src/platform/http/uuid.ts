import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsUUID } from 'class-validator';

/** An id in a body or a query, of one version of UUID or of any. In lower case, for ids are compared as text: `A1..` is `a1..`. */
export function Uuid(version?: 7): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: 'string', format: 'uuid' }),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value)),
    version === undefined ? IsUUID() : IsUUID(version, { message: `$property must be a UUIDv${version}` }),
  );
}
