import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Roles, Scopes } from '../auth/index.js';
import type { Actor } from '../shared/actor.js';
import { ApiBodyProblems } from '../shared/http/api-body-problems.js';
import { ApiIdempotent } from '../shared/http/api-idempotent.js';
import { ApiProblems } from '../shared/http/api-problems.js';
import { CurrentActor, RequestClaim } from '../shared/http/request.js';
import type { Claim } from '../shared/idempotency.js';
import { DomainError } from '../shared/problem.js';
import { refundExamples } from './examples.js';
import { OrderWithHistoryDto } from './order.dto.js';
import { OrderQueries } from './order.queries.js';
import { RefundRequestDto } from './orders.dto.js';
import { PrepareOrder } from './prepare-order.use-case.js';
import { RequestRefund } from './request-refund.use-case.js';

type Caller = Actor & { readonly id: string };

/** The moves of the people who prepare and refund. */
@ApiTags('fulfilment')
@ApiBearerAuth('bearer')
@Roles('admin')
@Controller('orders/:orderId')
export class FulfilmentController {
  constructor(
    private readonly prepareOrder: PrepareOrder,
    private readonly requestRefund: RequestRefund,
    private readonly orders: OrderQueries,
  ) {}

  @Scopes('fulfilment:write')
  @Post('prepare')
  @HttpCode(200)
  @ApiOperation({ operationId: 'prepareOrder', summary: 'Start preparing a confirmed order' })
  @ApiParam({ name: 'orderId', example: 'ORD-7K3M9QX2TB' })
  @ApiOkResponse({ type: OrderWithHistoryDto })
  @ApiIdempotent()
  @ApiProblems('unauthorized', 'forbidden', 'order_not_found', 'transition_not_allowed')
  async prepare(
    @CurrentActor() actor: Caller,
    @Param('orderId') orderNumber: string,
    @RequestClaim() claim?: Claim,
  ): Promise<OrderWithHistoryDto> {
    await this.prepareOrder.run({ actor, orderNumber, claim });
    return this.orders.getWithHistory(actor, orderNumber);
  }

  @Scopes('refunds:write')
  @Post('refunds')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'refundOrder',
    summary: 'Give money back',
    description:
      'An amount, units with their shares of tax and shipping, or a refund that failed, once more. Never more than ' +
      'was captured. Needs an Idempotency-Key.',
  })
  @ApiParam({ name: 'orderId', example: 'ORD-7K3M9QX2TB' })
  @ApiBody({ type: RefundRequestDto, examples: refundExamples })
  @ApiOkResponse({ type: OrderWithHistoryDto })
  @ApiIdempotent()
  @ApiBodyProblems()
  @ApiProblems(
    'unauthorized',
    'forbidden',
    'order_not_found',
    'order_not_paid',
    'refund_exceeds_captured',
    'refund_currency_mismatch',
    'refund_not_found',
    'refund_not_failed',
    'idempotency_key_required',
  )
  async refund(
    @CurrentActor() actor: Caller,
    @Param('orderId') orderNumber: string,
    @Body() body: RefundRequestDto,
    @RequestClaim() claim?: Claim,
  ): Promise<OrderWithHistoryDto> {
    if (!claim) throw new DomainError('idempotency_key_required');
    await this.requestRefund.run({ actor, orderNumber, ...body, claim });
    return this.orders.getWithHistory(actor, orderNumber);
  }
}
