import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Roles } from '../auth/index.js';
import type { Actor } from '../shared/actor.js';
import { ApiBodyProblems } from '../shared/http/api-body-problems.js';
import { ApiIdempotent } from '../shared/http/api-idempotent.js';
import { ApiProblems } from '../shared/http/api-problems.js';
import { CurrentActor, RequestClaim } from '../shared/http/request.js';
import type { Claim } from '../shared/idempotency.js';
import { DomainError } from '../shared/problem.js';
import { AdjustOrder } from './adjust-order.use-case.js';
import { AdjustRequestDto } from './adjustments.dto.js';
import { OrderWithHistoryDto } from './order.dto.js';
import { OrderQueries } from './order.queries.js';

/** What an order costs beside its goods, as people set it. */
@ApiTags('orders')
@ApiBearerAuth('bearer')
@Roles('admin')
@Controller('orders/:orderId/adjustments')
export class AdjustmentsController {
  constructor(
    private readonly adjustOrder: AdjustOrder,
    private readonly orders: OrderQueries,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    operationId: 'adjustOrder',
    summary: 'Add a fee to an unpaid order, or take a discount off it',
    description:
      'Taxed as the goods are, at the rates that the order was made with. A payment that is open is closed first. Sent ' +
      'twice it counts twice: it needs an Idempotency-Key.',
  })
  @ApiParam({ name: 'orderId', example: 'ORD-7K3M9QX2TB' })
  @ApiOkResponse({ type: OrderWithHistoryDto })
  @ApiIdempotent()
  @ApiBodyProblems()
  @ApiProblems(
    'unauthorized',
    'forbidden',
    'order_not_found',
    'order_cannot_be_adjusted',
    'discount_exceeds_total',
    'payment_outcome_pending',
    'idempotency_key_required',
  )
  async adjust(
    @CurrentActor() actor: Actor & { readonly id: string },
    @Param('orderId') orderNumber: string,
    @Body() body: AdjustRequestDto,
    @RequestClaim() claim?: Claim,
  ): Promise<OrderWithHistoryDto> {
    if (!claim) throw new DomainError('idempotency_key_required');
    await this.adjustOrder.run({ actor, orderNumber, ...body, claim });
    return this.orders.getWithHistory(actor, orderNumber);
  }
}
