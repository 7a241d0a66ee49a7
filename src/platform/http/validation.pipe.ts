import { ValidationPipe } from '@nestjs/common';
import { refuse } from '../../shared/refusal.ts';
import { fieldProblems } from './field-problems.ts';

/** Every body, query and parameter object: known fields only, no conversion that a DTO does not ask for. */
export function createValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    transformOptions: { enableImplicitConversion: false },
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => refuse('validation_failed', undefined, { errors: fieldProblems(errors) }),
  });
}
