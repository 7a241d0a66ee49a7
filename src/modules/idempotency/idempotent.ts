import {
  applyDecorators,
  createParamDecorator,
  type ExecutionContext,
  SetMetadata,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { ClaimGuard } from './claim.guard.ts';
import type { Claim } from './claim.ts';
import { IdempotencyInterceptor } from './idempotency.interceptor.ts';
import { IDEMPOTENT_KEY, type IdempotentOptions, type IdempotentRequest } from './idempotent-request.ts';
import { KEY_HEADER, MAX_KEY_LENGTH } from './key.ts';

// No example of its own: it would be filled in for the next request too, which is another one.
const DESCRIPTION =
  'Names this request, such as `dinner-with-bob-1`: sent again with the same key and body, it is answered again and done once. ' +
  'Kept for 24 h.';

/**
 * The route honours an Idempotency-Key: the first answer is given again to the same request, and another request with the
 * same key is refused. Refuses idempotency_key_required, idempotency_key_invalid, idempotency_key_reused,
 * request_in_progress, store_unavailable.
 */
export function Idempotent(options: IdempotentOptions = {}): MethodDecorator {
  const required = options.required ?? true;
  const whenNeeded = required && options.exempt !== undefined ? ' Needed unless it is a dry run.' : '';
  return applyDecorators(
    SetMetadata(IDEMPOTENT_KEY, options),
    options.record === 'postgres' ? UseGuards(ClaimGuard) : UseInterceptors(IdempotencyInterceptor),
    ApiHeader({
      name: KEY_HEADER,
      required: required && options.exempt === undefined,
      description: `${DESCRIPTION}${whenNeeded}`,
      schema: { type: 'string', minLength: 1, maxLength: MAX_KEY_LENGTH, pattern: '^[\\x21-\\x7e]+$' },
    }),
  );
}

/** The claim to take inside the effect's transaction; undefined when the caller sent no key and none is required. */
export const IdempotencyClaim = createParamDecorator((_data: unknown, context: ExecutionContext): Claim | undefined => {
  return context.switchToHttp().getRequest<IdempotentRequest>().idempotencyClaim;
});
