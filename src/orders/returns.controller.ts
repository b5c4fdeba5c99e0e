import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { Scopes } from '../auth/index.js';
import type { Actor } from '../shared/actor.js';
import { ApiBodyProblems } from '../shared/http/api-body-problems.js';
import { ApiIdempotent } from '../shared/http/api-idempotent.js';
import { ApiProblems } from '../shared/http/api-problems.js';
import { CurrentActor, RequestClaim } from '../shared/http/request.js';
import type { Claim } from '../shared/idempotency.js';
import { DomainError } from '../shared/problem.js';
import { CancelItems } from './cancel-items.use-case.js';
import { OrderWithHistoryDto } from './order.dto.js';
import { OrderQueries } from './order.queries.js';
import { CancelItemsRequestDto } from './orders.dto.js';
import { RequestReturn } from './request-return.use-case.js';
import { returnView } from './return.view.js';
import { ReturnDto, ReturnListDto, ReturnRequestDto } from './returns.dto.js';

type Caller = Actor & { readonly id: string };

/** Units that are not wanted after all: cancelled before they are shipped, returned after they have arrived. */
@ApiTags('returns')
@ApiBearerAuth('bearer')
@Controller('orders/:orderId')
export class ReturnsController {
  constructor(
    private readonly cancelItems: CancelItems,
    private readonly requestReturn: RequestReturn,
    private readonly orders: OrderQueries,
  ) {}

  @Post('cancel-items')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'cancelItems',
    summary: 'Cancel a part of an order before it is shipped',
    description:
      'What was taken for the units goes back with their shares of tax and shipping; what was only promised is never ' +
      'taken. Where nothing is left of the order, it is cancelled as by `POST /orders/{orderId}/cancel`: see `status`. ' +
      'Needs an Idempotency-Key.',
  })
  @ApiParam({ name: 'orderId', example: 'ORD-7K3M9QX2TB' })
  @ApiOkResponse({ type: OrderWithHistoryDto })
  @ApiIdempotent()
  @ApiBodyProblems()
  @ApiProblems(
    'unauthorized',
    'order_not_found',
    'order_cannot_be_cancelled',
    'units_not_cancellable',
    'idempotency_key_required',
  )
  async cancelUnits(
    @CurrentActor() actor: Caller,
    @Param('orderId') orderNumber: string,
    @Body() body: CancelItemsRequestDto,
    @RequestClaim() claim?: Claim,
  ): Promise<OrderWithHistoryDto> {
    if (!claim) throw new DomainError('idempotency_key_required');
    await this.cancelItems.run({ actor, orderNumber, ...body, claim });
    return this.orders.getWithHistory(actor, orderNumber);
  }

  @Post('returns')
  @ApiOperation({
    operationId: 'requestReturn',
    summary: 'Ask to send back what has arrived',
    description:
      'An admin approves or refuses it. What comes back is refunded with its shares of tax and shipping. Needs an Idempotency-Key.',
  })
  @ApiParam({ name: 'orderId', example: 'ORD-7K3M9QX2TB' })
  @ApiCreatedResponse({ type: ReturnDto })
  @ApiIdempotent()
  @ApiBodyProblems()
  @ApiProblems('unauthorized', 'order_not_found', 'units_not_returnable', 'idempotency_key_required')
  async request(
    @CurrentActor() actor: Caller,
    @Param('orderId') orderNumber: string,
    @Body() body: ReturnRequestDto,
    @RequestClaim() claim?: Claim,
  ): Promise<ReturnDto> {
    if (!claim) throw new DomainError('idempotency_key_required');
    return returnView(await this.requestReturn.run({ actor, orderNumber, ...body, claim }));
  }

  @Scopes('orders:read')
  @Get('returns')
  @ApiOperation({ operationId: 'listReturns', summary: 'The returns of an order, oldest first' })
  @ApiParam({ name: 'orderId', example: 'ORD-7K3M9QX2TB' })
  @ApiOkResponse({ type: ReturnListDto })
  @ApiProblems('unauthorized', 'order_not_found')
  async list(@CurrentActor() actor: Caller, @Param('orderId') orderNumber: string): Promise<ReturnListDto> {
    return { returns: (await this.orders.returns(actor, orderNumber)).map(returnView) };
  }
}
