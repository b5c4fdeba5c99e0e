import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { faultsOf } from '../../shared/faults.js';
import { DomainError } from '../../shared/problem.js';
import { AdjustRequestDto } from '../adjustments.dto.js';
import { CancelItemsRequestDto, RefundRequestDto } from '../orders.dto.js';
import { CorrectParcelDto, DeliverRequestDto, ShipRequestDto } from '../parcels.dto.js';
import { ReceiveReturnDto, RefuseReturnDto, ReturnRequestDto } from '../returns.dto.js';
import type { Move, MoveInputs, MoveName } from './moves.js';

/** What a customer is shown where nobody said more. */
export const NO_REASON = 'admin';

/** A request of the api with the same fields; what the panel calls otherwise is told by `of`. */
interface Request<M extends MoveName> {
  readonly body: new () => object;
  readonly of?: (input: MoveInputs[M]) => object;
}

const toldToTheCustomer = ({ reasonForCustomer: reason = NO_REASON, ...input }: MoveInputs['refund']) => ({
  ...input,
  reason,
});

const REQUESTS: { readonly [M in MoveName]?: Request<M> } = {
  ship: { body: ShipRequestDto },
  correct_parcel: { body: CorrectParcelDto },
  deliver: { body: DeliverRequestDto },
  cancel_items: { body: CancelItemsRequestDto },
  refund: { body: RefundRequestDto, of: toldToTheCustomer },
  request_return: { body: ReturnRequestDto, of: toldToTheCustomer },
  decide_return: { body: RefuseReturnDto, of: ({ note: reason = NO_REASON }) => ({ reason }) },
  receive_return: { body: ReceiveReturnDto },
  adjust: { body: AdjustRequestDto },
};

/**
 * A use case takes for granted what a request has been checked for, and a form is no request: whatever the api would
 * refuse of the same wish is refused of a form. 400 `validation_failed`.
 */
export function refuseMalformed({ move, input }: Move): void {
  const request = REQUESTS[move] as Request<MoveName> | undefined;
  if (!request) return;
  const body = plainToInstance(request.body, request.of?.(input as never) ?? input);
  const faults = validateSync(body, { stopAtFirstError: true });
  if (faults.length > 0) throw new DomainError('validation_failed', { errors: faultsOf(faults) });
}
