import { ValidationPipe } from '@nestjs/common';
import { faultsOf } from '../faults.js';
import { DomainError } from '../problem.js';

/** Tells every fault of a request at once; a field that the contract does not know is a fault. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    stopAtFirstError: true,
    validationError: { target: false, value: false },
    exceptionFactory: (faults) => new DomainError('validation_failed', { errors: faultsOf(faults) }),
  });
}
