export class ProblemKindDto {
  /** @example cart_empty */
  code: string;
  /** @example 400 */
  status: number;
  /** @example 'Cart is empty' */
  error: string;
  /** @example 'There is nothing to order.' */
  detail: string;
}
