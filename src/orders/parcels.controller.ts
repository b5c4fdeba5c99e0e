import { Body, Controller, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Roles, Scopes } from '../auth/index.js';
import type { Actor } from '../shared/actor.js';
import { ApiBodyProblems } from '../shared/http/api-body-problems.js';
import { ApiIdempotent } from '../shared/http/api-idempotent.js';
import { ApiProblems } from '../shared/http/api-problems.js';
import { CurrentActor, RequestClaim } from '../shared/http/request.js';
import type { Claim } from '../shared/idempotency.js';
import { CorrectParcel } from './correct-parcel.use-case.js';
import { DeliverOrder } from './deliver-order.use-case.js';
import { OrderWithHistoryDto } from './order.dto.js';
import { OrderQueries } from './order.queries.js';
import { CorrectParcelDto, DeliverRequestDto, shipExamples, ShipRequestDto } from './parcels.dto.js';
import { ShipOrder } from './ship-order.use-case.js';

type Caller = Actor & { readonly id: string };

/** The parcels of an order, for the people who hand them over. */
@ApiTags('fulfilment')
@ApiBearerAuth('bearer')
@Roles('admin')
@Scopes('fulfilment:write')
@ApiParam({ name: 'orderId', example: 'ORD-7K3M9QX2TB' })
@Controller('orders/:orderId')
export class ParcelsController {
  constructor(
    private readonly shipOrder: ShipOrder,
    private readonly deliverOrder: DeliverOrder,
    private readonly correctParcel: CorrectParcel,
    private readonly orders: OrderQueries,
  ) {}

  @Post('ship')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'shipOrder',
    summary: 'Hand a parcel to a carrier',
    description: 'The order is shipped when nothing of it is left to ship, backordered units included.',
  })
  @ApiBody({ type: ShipRequestDto, examples: shipExamples })
  @ApiOkResponse({ type: OrderWithHistoryDto })
  @ApiIdempotent()
  @ApiBodyProblems()
  @ApiProblems(
    'unauthorized',
    'forbidden',
    'order_not_found',
    'transition_not_allowed',
    'units_not_left_to_ship',
    'tracking_number_used',
  )
  async ship(
    @CurrentActor() actor: Caller,
    @Param('orderId') orderNumber: string,
    @Body() body: ShipRequestDto,
    @RequestClaim() claim?: Claim,
  ): Promise<OrderWithHistoryDto> {
    await this.shipOrder.run({ actor, orderNumber, ...body, claim });
    return this.orders.getWithHistory(actor, orderNumber);
  }

  @Post('deliver')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'deliverOrder',
    summary: 'A parcel has arrived, or all that are on their way',
    description:
      'The order is delivered when all of it is. A parcel that is named and has arrived is left alone.',
  })
  @ApiOkResponse({ type: OrderWithHistoryDto })
  @ApiIdempotent()
  @ApiBodyProblems()
  @ApiProblems(
    'unauthorized',
    'forbidden',
    'order_not_found',
    'parcel_not_found',
    'transition_not_allowed',
    'delivered_before_shipped',
  )
  async deliver(
    @CurrentActor() actor: Caller,
    @Param('orderId') orderNumber: string,
    @Body() { parcelId, deliveredAt }: DeliverRequestDto,
    @RequestClaim() claim?: Claim,
  ): Promise<OrderWithHistoryDto> {
    const at = deliveredAt ? new Date(deliveredAt) : undefined;
    await this.deliverOrder.run({
      actor,
      orderNumber,
      parcelId: parcelId ?? undefined,
      deliveredAt: at,
      claim,
    });
    return this.orders.getWithHistory(actor, orderNumber);
  }

  @Patch('parcels/:parcelId')
  @ApiOperation({
    operationId: 'correctParcel',
    summary: 'Correct carrier, number or link of a parcel that has not arrived',
  })
  @ApiParam({ name: 'parcelId', example: 'par_01k9yv7d2nf0a8m5c3x1t6q4wz' })
  @ApiOkResponse({ type: OrderWithHistoryDto })
  @ApiIdempotent()
  @ApiBodyProblems()
  @ApiProblems(
    'unauthorized',
    'forbidden',
    'order_not_found',
    'parcel_not_found',
    'parcel_already_delivered',
    'tracking_number_used',
  )
  async correct(
    @CurrentActor() actor: Caller,
    @Param('orderId') orderNumber: string,
    @Param('parcelId') parcelId: string,
    @Body() body: CorrectParcelDto,
    @RequestClaim() claim?: Claim,
  ): Promise<OrderWithHistoryDto> {
    await this.correctParcel.run({ actor, orderNumber, ...body, parcelId, claim });
    return this.orders.getWithHistory(actor, orderNumber);
  }
}
