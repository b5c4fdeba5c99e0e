import { applyDecorators } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { ApiProblems } from './api-problems.js';

/** Documents the optional `Idempotency-Key` of a mutation, and the refusals that come with it. */
export function ApiIdempotent(): MethodDecorator {
  return applyDecorators(
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
