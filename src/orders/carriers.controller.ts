import { Controller, HttpCode, Param, Post, type RawBodyRequest, Req } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Public } from '../auth/index.js';
import { ApiProblems } from '../shared/http/api-problems.js';
import { BytesOnly } from '../shared/http/bytes-only.js';
import { BODY_LIMIT_BYTES } from '../shared/http/json-body.js';
import type { SettleRequest } from '../shared/http/request.js';
import { CarrierEventDto, HeardDto } from './carriers.dto.js';
import { HearCarrier } from './hear-carrier.use-case.js';

/** Where carriers call, or what translates for them. Signed, and open to nobody else. */
@ApiTags('fulfilment')
@Public()
@Controller('carriers')
export class CarriersController {
  constructor(private readonly hearCarrier: HearCarrier) {}

  @Post(':carrier/events')
  @HttpCode(200)
  @BytesOnly(BODY_LIMIT_BYTES)
  @ApiOperation({
    operationId: 'hearCarrier',
    summary: 'A carrier tells of a parcel',
    description:
      'Signed after Standard Webhooks with a secret of the carrier (`CARRIER_WEBHOOK_SECRETS`), at most 5 minutes old. ' +
      'Repeats and other events change nothing.',
  })
  @ApiParam({ name: 'carrier', example: 'ups' })
  @ApiHeader({ name: 'webhook-id', required: true, description: 'The same for each repeat' })
  @ApiHeader({ name: 'webhook-timestamp', required: true, description: 'Seconds since 1970' })
  @ApiHeader({
    name: 'webhook-signature',
    required: true,
    description: '`v1,` and the Base64 of HMAC-SHA-256 over id, timestamp and body, with dots between them',
  })
  @ApiBody({ type: CarrierEventDto })
  @ApiOkResponse({ type: HeardDto })
  @ApiProblems(
    'invalid_webhook_signature',
    'malformed_body',
    'validation_failed',
    'parcel_not_found',
    'delivered_before_shipped',
    'body_too_large',
    'unsupported_media_type',
  )
  async hear(
    @Param('carrier') carrier: string,
    @Req() request: RawBodyRequest<SettleRequest>,
  ): Promise<HeardDto> {
    return { result: await this.hearCarrier.run(carrier, request.rawBody, request.headers) };
  }
}
