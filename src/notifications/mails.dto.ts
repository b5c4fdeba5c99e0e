import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsEmail, IsOptional, MaxLength } from 'class-validator';

const MAIL_STATUSES = ['queued', 'sent', 'failed', 'obsolete'] as const;

export class MailDto {
  /** @example mail_01k9yv7d2nf0a8m5c3x1t6q4wz */
  mailId: string;
  /** What it tells. @example order-confirmed */
  template: string;
  @ApiProperty({
    enum: MAIL_STATUSES,
    example: 'sent',
    description:
      '`queued`: on its way, or tried again; `failed`: refused, or tried for a day; `obsolete`: no longer true when it could be sent',
  })
  status: string;
  /** Where it goes, masked. @example 'a***@example.com' */
  to: string;
  /** How often the mail server was asked to take it. @example 1 */
  tries: number;
  @ApiProperty({ type: String, nullable: true, example: 'EENVELOPE 550 5.1.1 RCPT TO' })
  lastError: string | null;
  @ApiProperty({ type: String, format: 'date-time', example: '2026-11-23T10:30:01.000Z' })
  queuedAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-11-23T10:30:02.000Z' })
  sentAt: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The mail that this one sends again',
    example: null,
  })
  resendOf: string | null;
}

export class MailListDto {
  mails: MailDto[];
}

export class ResendMailDto {
  @ApiPropertyOptional({ description: 'Absent: where the mail went before', example: 'ada@example.org' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @MaxLength(254)
  @IsEmail()
  email?: string;
}
