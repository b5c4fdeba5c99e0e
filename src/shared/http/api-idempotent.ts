import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { ApiProblems } from './api-problems.js';

/** Metadata of a handler that honours `Idempotency-Key`. */
export const IDEMPOTENT = 'honours-idempotency-key';

/** Makes a mutation honour `Idempotency-Key`, and documents it with the refusals that come with it. */
export function ApiIdempotent(): MethodDecorator {
  return applyDecorators(
    SetMetadata(IDEMPOTENT, true),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description:
        'Any unique text of up to 255 visible ASCII characters. A repeat with the same key and body is not carried out again; it gets the first answer, marked `Idempotent-Replayed: true`, for 24 hours.',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    }),
    ApiProblems('validation_failed', 'request_in_progress', 'idempotency_key_reused'),
  );
}
