import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Roles, Scopes } from '../../auth/index.js';
import type { Actor } from '../../shared/actor.js';
import { ApiBodyProblems } from '../../shared/http/api-body-problems.js';
import { ApiIdempotent } from '../../shared/http/api-idempotent.js';
import { ApiProblems } from '../../shared/http/api-problems.js';
import { CurrentActor, RequestClaim } from '../../shared/http/request.js';
import type { Claim } from '../../shared/idempotency.js';
import { Redeliver } from './redeliver.use-case.js';
import { SendTest } from './send-test.use-case.js';
import {
  DeliveryListDto,
  DeliveryWithAttemptsDto,
  ListDeliveriesDto,
  RedeliveredDto,
  RedeliverRangeDto,
} from './webhook-delivery.dto.js';
import { DeliveryQueries } from './webhook-delivery.queries.js';
import { ENDPOINT } from './webhook-endpoints.controller.js';

type Partner = Actor & { readonly id: string };

const DELIVERY = { name: 'deliveryId', example: 'whd_01k9yv7d2nf0a8m5c3x1t6q4wz' };

/** What was sent to an endpoint, and how to have it sent again. */
@ApiTags('webhooks')
@Roles()
@Scopes('webhooks:manage')
@ApiParam(ENDPOINT)
@Controller('webhook-endpoints/:endpointId')
export class DeliveriesController {
  constructor(
    private readonly deliveries: DeliveryQueries,
    private readonly redelivering: Redeliver,
    private readonly testing: SendTest,
  ) {}

  @Post('test')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'testWebhookEndpoint',
    summary: 'Have a test sent',
    description:
      'An event `webhook_endpoint.test`, whatever the endpoint listens to. Look at the delivery for what came of it.',
  })
  @ApiResponse({ status: 202, type: DeliveryWithAttemptsDto, description: 'On its way' })
  @ApiIdempotent()
  @ApiProblems('unauthorized', 'forbidden', 'webhook_endpoint_not_found', 'webhook_endpoint_disabled')
  async test(
    @CurrentActor() partner: Partner,
    @Param('endpointId') endpointId: string,
    @RequestClaim() claim?: Claim,
  ): Promise<DeliveryWithAttemptsDto> {
    const deliveryId = await this.testing.run({ partner, endpointId, claim });
    return this.deliveries.get(partner.id, endpointId, deliveryId);
  }

  @Get('deliveries')
  @ApiOperation({
    operationId: 'listWebhookDeliveries',
    summary: 'What was sent to an endpoint, the latest first',
  })
  @ApiOkResponse({ type: DeliveryListDto })
  @ApiProblems('validation_failed', 'unauthorized', 'forbidden', 'webhook_endpoint_not_found')
  list(
    @CurrentActor() { id }: Partner,
    @Param('endpointId') endpointId: string,
    @Query() query: ListDeliveriesDto,
  ): Promise<DeliveryListDto> {
    return this.deliveries.list(id, endpointId, query);
  }

  @Get('deliveries/:deliveryId')
  @ApiOperation({
    operationId: 'getWebhookDelivery',
    summary: 'One delivery, with what was sent and answered',
  })
  @ApiParam(DELIVERY)
  @ApiOkResponse({ type: DeliveryWithAttemptsDto })
  @ApiProblems('unauthorized', 'forbidden', 'webhook_endpoint_not_found', 'webhook_delivery_not_found')
  get(
    @CurrentActor() { id }: Partner,
    @Param('endpointId') endpointId: string,
    @Param('deliveryId') deliveryId: string,
  ): Promise<DeliveryWithAttemptsDto> {
    return this.deliveries.get(id, endpointId, deliveryId);
  }

  @Post('deliveries/:deliveryId/redeliver')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'redeliverWebhook',
    summary: 'Have a delivery sent again',
    description: 'Under the same `webhook-id`. One that is on its way already stays as it is.',
  })
  @ApiParam(DELIVERY)
  @ApiResponse({ status: 202, type: DeliveryWithAttemptsDto, description: 'On its way' })
  @ApiIdempotent()
  @ApiProblems(
    'unauthorized',
    'forbidden',
    'webhook_endpoint_not_found',
    'webhook_delivery_not_found',
    'webhook_endpoint_disabled',
  )
  async redeliver(
    @CurrentActor() partner: Partner,
    @Param('endpointId') endpointId: string,
    @Param('deliveryId') deliveryId: string,
    @RequestClaim() claim?: Claim,
  ): Promise<DeliveryWithAttemptsDto> {
    await this.redelivering.one({ partner, endpointId, deliveryId, claim });
    return this.deliveries.get(partner.id, endpointId, deliveryId);
  }

  @Post('redeliver')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'redeliverWebhooks',
    summary: 'Have a range of time sent again',
    description:
      'Up to 10,000 events. With `status` those that ended so; without it also what the endpoint missed while it was off.',
  })
  @ApiResponse({ status: 202, type: RedeliveredDto, description: 'On their way' })
  @ApiIdempotent()
  @ApiBodyProblems()
  @ApiProblems('unauthorized', 'forbidden', 'webhook_endpoint_not_found', 'webhook_endpoint_disabled')
  async redeliverRange(
    @CurrentActor() partner: Partner,
    @Param('endpointId') endpointId: string,
    @Body() body: RedeliverRangeDto,
    @RequestClaim() claim?: Claim,
  ): Promise<RedeliveredDto> {
    return { deliveries: await this.redelivering.range({ ...body, partner, endpointId, claim }) };
  }
}
