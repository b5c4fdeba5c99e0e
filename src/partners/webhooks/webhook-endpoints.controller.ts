import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Roles, Scopes } from '../../auth/index.js';
import type { Actor } from '../../shared/actor.js';
import { ApiBodyProblems } from '../../shared/http/api-body-problems.js';
import { ApiIdempotent } from '../../shared/http/api-idempotent.js';
import { ApiProblems } from '../../shared/http/api-problems.js';
import { CurrentActor, RequestClaim } from '../../shared/http/request.js';
import type { Claim } from '../../shared/idempotency.js';
import { ChangeEndpoint } from './change-endpoint.use-case.js';
import { CreateEndpoint } from './create-endpoint.use-case.js';
import { DeleteEndpoint } from './delete-endpoint.use-case.js';
import { RotateSecret } from './rotate-secret.use-case.js';
import {
  ChangeEndpointDto,
  CreateEndpointDto,
  EndpointDeletedDto,
  EndpointDto,
  EndpointListDto,
  EndpointWithSecretDto,
} from './webhook-endpoint.dto.js';
import { EndpointQueries } from './webhook-endpoint.queries.js';

type Partner = Actor & { readonly id: string };

export const ENDPOINT = { name: 'endpointId', example: 'we_01k9yv7d2nf0a8m5c3x1t6q4wz' };

/** Where a partner is told what happens. People have no endpoints: a partner's key opens these routes, and nothing else. */
@ApiTags('webhooks')
@Roles()
@Scopes('webhooks:manage')
@Controller('webhook-endpoints')
export class EndpointsController {
  constructor(
    private readonly endpoints: EndpointQueries,
    private readonly creating: CreateEndpoint,
    private readonly changing: ChangeEndpoint,
    private readonly deleting: DeleteEndpoint,
    private readonly rotating: RotateSecret,
  ) {}

  @Post()
  @ApiOperation({
    operationId: 'createWebhookEndpoint',
    summary: 'Be told what happens from now on',
    description:
      'Events are posted as they happen, signed after Standard Webhooks. An address that we do not call is refused with ' +
      'the reason. The answer alone shows the secret.',
  })
  @ApiCreatedResponse({ type: EndpointWithSecretDto })
  @ApiIdempotent()
  @ApiBodyProblems()
  @ApiProblems('unauthorized', 'forbidden', 'too_many_webhook_endpoints')
  create(
    @CurrentActor() partner: Partner,
    @Body() body: CreateEndpointDto,
    @RequestClaim() claim?: Claim,
  ): Promise<EndpointWithSecretDto> {
    return this.creating.run({ ...body, partner, claim });
  }

  @Get()
  @ApiOperation({ operationId: 'listWebhookEndpoints', summary: 'Your endpoints' })
  @ApiOkResponse({ type: EndpointListDto })
  @ApiProblems('unauthorized', 'forbidden')
  list(@CurrentActor() { id }: Partner): Promise<EndpointListDto> {
    return this.endpoints.list(id);
  }

  @Get(':endpointId')
  @ApiOperation({ operationId: 'getWebhookEndpoint', summary: 'One of your endpoints' })
  @ApiParam(ENDPOINT)
  @ApiOkResponse({ type: EndpointDto })
  @ApiProblems('unauthorized', 'forbidden', 'webhook_endpoint_not_found')
  get(@CurrentActor() { id }: Partner, @Param('endpointId') endpointId: string): Promise<EndpointDto> {
    return this.endpoints.get(id, endpointId);
  }

  @Patch(':endpointId')
  @ApiOperation({
    operationId: 'changeWebhookEndpoint',
    summary: 'Change an endpoint, or switch it on or off',
  })
  @ApiParam(ENDPOINT)
  @ApiOkResponse({ type: EndpointDto })
  @ApiIdempotent()
  @ApiBodyProblems()
  @ApiProblems('unauthorized', 'forbidden', 'webhook_endpoint_not_found')
  async change(
    @CurrentActor() partner: Partner,
    @Param('endpointId') endpointId: string,
    @Body() body: ChangeEndpointDto,
    @RequestClaim() claim?: Claim,
  ): Promise<EndpointDto> {
    await this.changing.run({ ...body, partner, endpointId, claim });
    return this.endpoints.get(partner.id, endpointId);
  }

  @Delete(':endpointId')
  @ApiOperation({ operationId: 'deleteWebhookEndpoint', summary: 'Be told nothing more' })
  @ApiParam(ENDPOINT)
  @ApiOkResponse({ type: EndpointDeletedDto })
  @ApiIdempotent()
  @ApiProblems('unauthorized', 'forbidden', 'webhook_endpoint_not_found')
  async remove(
    @CurrentActor() partner: Partner,
    @Param('endpointId') endpointId: string,
    @RequestClaim() claim?: Claim,
  ): Promise<EndpointDeletedDto> {
    await this.deleting.run({ partner, endpointId, claim });
    return { id: endpointId, deleted: true };
  }

  @Post(':endpointId/rotate-secret')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'rotateWebhookSecret',
    summary: 'Get the next secret',
    description:
      'The secret before it signs along for 24 hours (`previousSecretUntil`): deliveries carry both signatures. The ' +
      'answer alone shows the new one.',
  })
  @ApiParam(ENDPOINT)
  @ApiOkResponse({ type: EndpointWithSecretDto })
  @ApiIdempotent()
  @ApiProblems('unauthorized', 'forbidden', 'webhook_endpoint_not_found')
  rotate(
    @CurrentActor() partner: Partner,
    @Param('endpointId') endpointId: string,
    @RequestClaim() claim?: Claim,
  ): Promise<EndpointWithSecretDto> {
    return this.rotating.run({ partner, endpointId, claim });
  }
}
