import { ApiProperty } from '@nestjs/swagger';

/** One fault of a field. */
export class FieldFaultDto {
  /** @example shippingAddress.zipCode */
  field: string;
  /** @example 'zipCode must be a postal code like 10001 (United States)' */
  message: string;
}

/** A refusal, as RFC 9457 problem document. */
export class ProblemDto {
  @ApiProperty({
    description: 'Address of the description of this kind of problem',
    example: '/problems/cart_empty',
  })
  type: string;
  @ApiProperty({ example: 'Cart is empty' })
  title: string;
  @ApiProperty({ example: 400 })
  status: number;
  @ApiProperty({ example: 'There is nothing to order.' })
  detail: string;
  @ApiProperty({ description: 'The path that was asked', example: '/orders/create' })
  instance: string;
  @ApiProperty({ description: 'A short text for people', example: 'Cart is empty' })
  error: string;
  @ApiProperty({ description: 'Stable, for programs', example: 'cart_empty' })
  code: string;
  @ApiProperty({ type: String, nullable: true, example: '0b6f7a52-8f5c-4f0e-9a55-3a0d6f6a1c11' })
  requestId: string | null;
  /** Every fault of the request at once. */
  errors?: FieldFaultDto[];
}
