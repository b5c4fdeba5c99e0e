import { Controller, HttpCode, Param, Post, Req, type RawBodyRequest } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../../auth/index.js';
import { DomainError } from '../../shared/problem.js';
import { BytesOnly } from '../../shared/http/bytes-only.js';
import type { SettleRequest } from '../../shared/http/request.js';
import { ReceivedDto } from '../payments.dto.js';
import { StoreWebhook } from './store-webhook.use-case.js';

/** A dispute is told with all its evidence: 150,000 letters (docs.stripe.com/api/disputes/update, read 2026-11-23). */
const LIMIT_BYTES = 1024 * 1024;

/** Where gateways call. Not for partners: its signature is the gateway's. */
@ApiExcludeController()
@Public()
@Controller('payment/webhooks')
export class WebhooksController {
  constructor(private readonly storeWebhook: StoreWebhook) {}

  @Post(':gateway')
  @HttpCode(200)
  @BytesOnly(LIMIT_BYTES)
  async receive(
    @Param('gateway') gateway: string,
    @Req() request: RawBodyRequest<SettleRequest>,
  ): Promise<ReceivedDto> {
    if (!request.rawBody) throw new DomainError('invalid_webhook_signature');
    await this.storeWebhook.run(gateway, request.rawBody, request.headers);
    return { received: true };
  }
}
