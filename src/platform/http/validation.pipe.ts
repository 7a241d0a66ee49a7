import { type ValidationError, ValidationPipe } from '@nestjs/common';
import type { ValidatorOptions } from 'class-validator';
import { refuse } from '../../shared/refusal.ts';
import { fieldProblems } from './field-problems.ts';
import { isPlainlyValid } from './plainly-valid.ts';

class RequestValidationPipe extends ValidationPipe {
  // Most requests are valid, and class-validator is only needed to say what is wrong with one.
  protected override validate(
    object: object,
    options?: ValidatorOptions,
  ): Promise<ValidationError[]> | ValidationError[] {
    return isPlainlyValid(object) ? [] : super.validate(object, options);
  }
}

/** Every body, query and parameter object: known fields only, no conversion that a DTO does not ask for. */
export function createValidationPipe(): ValidationPipe {
  return new RequestValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    transformOptions: { enableImplicitConversion: false },
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => refuse('validation_failed', undefined, { errors: fieldProblems(errors) }),
  });
}
