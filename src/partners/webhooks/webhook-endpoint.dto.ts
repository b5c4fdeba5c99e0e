import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  Length,
} from 'class-validator';
import { OneLine } from '../../shared/http/one-line.js';
import { EVENT_FILTERS } from '../event-filter.js';

const EVENTS = {
  description: 'Types of events, `order.*` for all of a subject, `*` for everything',
  type: [String] as [StringConstructor],
  example: ['order.*', 'payment.succeeded'],
};

const WantedEvents = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional(EVENTS),
    IsOptional(),
    ArrayMaxSize(EVENT_FILTERS.length),
    ArrayMinSize(1),
    ArrayUnique(),
    IsIn(EVENT_FILTERS, {
      each: true,
      message: 'events must be types of events, like order.created, order.* or *',
    }),
    IsArray(),
  );

/** A new endpoint. */
export class CreateEndpointDto {
  /**
   * Where to post to: https, port 443, 80 or one from 1024 on, no user name or password, no private address.
   * @example https://example.com/settle
   */
  @IsString()
  @Length(1, 2_000)
  url: string;

  /** Everything, unless told. */
  @WantedEvents()
  events?: string[];

  /** @example 'Parcels, production' */
  @IsOptional()
  @IsString()
  @Length(1, 200)
  @OneLine()
  description?: string;
}

/** What is to change of an endpoint; what is absent stays. */
export class ChangeEndpointDto extends PartialType(CreateEndpointDto) {
  /**
   * What happens while an endpoint is off is not queued for it; `redeliver` catches up.
   * @example true
   */
  @IsOptional()
  @IsBoolean()
  enabled?: boolean;
}

export const DISABLED_REASONS = ['partner', 'gone', 'failing'] as const;

export class EndpointDto {
  /** @example we_01k9yv7d2nf0a8m5c3x1t6q4wz */
  id: string;
  /** @example https://example.com/settle */
  url: string;
  @ApiProperty(EVENTS)
  events: string[];
  @ApiProperty({ type: String, nullable: true, example: 'Parcels, production' })
  description: string | null;
  /** @example true */
  enabled: boolean;
  @ApiProperty({
    type: String,
    nullable: true,
    enum: [...DISABLED_REASONS, null],
    description: '`gone`: it has answered 410. `failing`: nothing but failures for a day.',
    example: null,
  })
  disabledReason: (typeof DISABLED_REASONS)[number] | null;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'The first failure since the last success',
    example: null,
  })
  failingSince: string | null;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Until then the secret before the present one signs, too',
    example: null,
  })
  previousSecretUntil: string | null;
  @ApiProperty({ format: 'date-time', example: '2026-11-25T14:05:00.000Z' })
  createdAt: string;
}

export class EndpointWithSecretDto extends EndpointDto {
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What signs. Shown this once: a repeat of the request under its key has null here',
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=',
  })
  secret: string | null;
}

export class EndpointListDto {
  /** All of them, the oldest first. */
  endpoints: EndpointDto[];
}

export class EndpointDeletedDto {
  /** @example we_01k9yv7d2nf0a8m5c3x1t6q4wz */
  id: string;
  /** @example true */
  deleted: boolean;
}
