import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class BankAccountDto {
  @ApiProperty({ enum: ['aba', 'iban'], description: 'Which of the fields are there', example: 'aba' })
  type: string;
  @ApiPropertyOptional({ type: String, description: 'Of an `aba` account', example: '000123456789' })
  accountNumber?: string;
  @ApiPropertyOptional({ type: String, description: 'Of an `aba` account', example: '110000000' })
  routingNumber?: string;
  /** Of an `aba` account. @example 'Test Bank' */
  bankName?: string;
  /** Of an `iban` account. @example DE89370400440532013000 */
  iban?: string;
  /** Of an `iban` account. @example COBADEFFXXX */
  bic?: string;
  /** Of an `iban` account. @example 'Settle Store' */
  accountHolder?: string;
}

/** What the customer must do for the payment to go on. */
export class NextActionDto {
  @ApiProperty({
    enum: ['redirect', 'bank_transfer'],
    description:
      '`redirect`: send the customer to `url`. `bank_transfer`: show the accounts and the reference.',
    example: 'redirect',
  })
  type: string;
  /** Of a `redirect`. @example https://gateway.example/authenticate/pi_3SVx */
  url?: string;
  /** Of a `bank_transfer`: what the transfer must quote. @example 7K3M9QX2TB */
  reference?: string;
  /** Of a `bank_transfer`: what has not arrived yet. @example 139.57 */
  amount?: number;
  /** Of a `bank_transfer`. @example USD */
  currency?: string;
  /** Of a `bank_transfer`: where the money may go. */
  accounts?: BankAccountDto[];
}

/** A customer's complaint at their bank. It never changes the order's status. */
export class DisputeDto {
  /** The gateway's own id. @example dp_1SVxQ9 */
  disputeId: string;
  @ApiProperty({ enum: ['open', 'under_review', 'won', 'lost'], example: 'open' })
  status: string;
  /** In the gateway's words. @example fraudulent */
  reason: string;
  /** @example 139.57 */
  amount: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-12-03T11:00:00.000Z' })
  evidenceDueBy: string | null;
  @ApiProperty({ type: String, format: 'date-time', example: '2026-11-23T11:00:00.000Z' })
  openedAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  closedAt: string | null;
}
