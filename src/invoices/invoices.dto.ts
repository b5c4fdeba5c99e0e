import { ApiProperty } from '@nestjs/swagger';

/** An invoice or a credit note, as it is listed. */
export class DocumentDto {
  @ApiProperty({ enum: ['invoice', 'credit_note'], example: 'credit_note' })
  kind: 'invoice' | 'credit_note';
  /** Without gaps in its series and year. @example CN-2026-000001 */
  number: string;
  /** @example '2026-11-28T10:15:00.000Z' */
  issuedAt: string;
  /** What the invoice asks for, or what the credit note takes back: never below zero. @example 150.38 */
  amount: number;
  /** @example USD */
  currency: string;
  /** The invoice that a credit note corrects. */
  @ApiProperty({ type: String, nullable: true, example: 'INV-2026-000001' })
  refersTo: string | null;
  /** The refund that a credit note is for; none where the money was promised and never taken. */
  @ApiProperty({ type: String, nullable: true, example: 'ref_01kb5v5q2pf8t9qkz7v3w4x5y6' })
  refundId: string | null;
  /** Where the PDF is, for whoever may see the order. @example https://api.shop.example/orders/ORD-7K3M9QX2TB/credit-notes/CN-2026-000001 */
  url: string;
}

export class DocumentListDto {
  /** The invoice, then its credit notes by time. */
  documents: DocumentDto[];
}
