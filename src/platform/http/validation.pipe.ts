import { type ArgumentMetadata, ValidationPipe } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { refuse } from '../../shared/refusal.ts';
import { fieldProblems } from './field-problems.ts';
import { isPlainlyValid } from './plainly-valid.ts';

const TRANSFORM_OPTIONS = { enableImplicitConversion: false };

/** Most requests are valid: the pipe of Nest and class-validator are asked only about those that may not be. */
class RequestValidationPipe extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    return this.plainlyValid(value, metadata) ?? (await super.transform(value, metadata));
  }

  private plainlyValid(value: unknown, metadata: ArgumentMetadata): object | undefined {
    const metatype = metadata.metatype as (new () => object) | undefined;
    if (typeof value !== 'object' || value === null || !metatype || !this.toValidate(metadata)) return undefined;
    this.stripProtoKeys(value);
    const entity: unknown = plainToInstance(metatype, value, TRANSFORM_OPTIONS);
    return entity instanceof metatype && isPlainlyValid(entity) ? entity : undefined;
  }
}

/** Every body, query and parameter object: known fields only, no conversion that a DTO does not ask for. */
export function createValidationPipe(): ValidationPipe {
  return new RequestValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    transformOptions: TRANSFORM_OPTIONS,
    validationError: { target: false },
    exceptionFactory: (errors) => refuse('validation_failed', undefined, { errors: fieldProblems(errors) }),
  });
}
