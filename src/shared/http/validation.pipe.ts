import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { DomainError } from '../problem.js';

export interface FieldFault {
  readonly field: string;
  readonly message: string;
}

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

/** What class-validator found, field by field. */
export function faultsOf(faults: readonly ValidationError[], parent = ''): FieldFault[] {
  return faults.flatMap((fault) => {
    const field = parent ? `${parent}.${fault.property}` : fault.property;
    const own = Object.values(fault.constraints ?? {}).map((message) => ({ field, message }));
    return [...own, ...faultsOf(fault.children ?? [], field)];
  });
}
