import type { ValidationError } from 'class-validator';

/** What is wrong with a field of a request, by its path in the body. */
export interface FieldFault {
  readonly field: string;
  readonly message: string;
}

/** What class-validator found, field by field. */
export function faultsOf(faults: readonly ValidationError[], parent = ''): FieldFault[] {
  return faults.flatMap((fault) => {
    const field = parent ? `${parent}.${fault.property}` : fault.property;
    const own = Object.values(fault.constraints ?? {}).map((message) => ({ field, message }));
    return [...own, ...faultsOf(fault.children ?? [], field)];
  });
}
