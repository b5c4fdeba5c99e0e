import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiCreatedResponse,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { Scopes } from '../auth/index.js';
import { CartDto } from '../cart/index.js';
import { CONFIG, type Config } from '../config.js';
import type { Actor } from '../shared/actor.js';
import { ApiBodyProblems } from '../shared/http/api-body-problems.js';
import { ApiIdempotent } from '../shared/http/api-idempotent.js';
import { ApiLanguage } from '../shared/http/api-language.js';
import { ApiProblems } from '../shared/http/api-problems.js';
import { AcceptedLanguages, CurrentActor, RequestClaim } from '../shared/http/request.js';
import type { Claim } from '../shared/idempotency.js';
import { localeFor } from '../shared/locale.js';
import { DomainError } from '../shared/problem.js';
import { CancelOrder } from './cancel-order.use-case.js';
import { createOrderExamples } from './examples.js';
import { OrderListDto, OrderWithHistoryDto, PlacedOrderDto } from './order.dto.js';
import { OrderQueries } from './order.queries.js';
import { CancelledDto, CancelRequestDto, ListOrdersDto, QuoteDto } from './orders.dto.js';
import { PaymentChoice } from './payment-source.js';
import { CreateOrderDto, QuoteRequestDto } from './place-order.dto.js';
import { PlaceOrder } from './place-order.use-case.js';
import { placedOrderView } from './placed-order.view.js';
import { QuoteOrder } from './quote-order.use-case.js';
import { ReorderItems } from './reorder-items.use-case.js';
import { ReturnUrls } from './return-urls.js';

type Caller = Actor & { readonly id: string };
const DEFAULT_PAGE = 20;

@ApiTags('orders')
@ApiBearerAuth('bearer')
@Controller('orders')
export class OrdersController {
  constructor(
    private readonly placeOrder: PlaceOrder,
    private readonly cancelOrder: CancelOrder,
    private readonly quoteOrder: QuoteOrder,
    private readonly reorderItems: ReorderItems,
    private readonly orders: OrderQueries,
    private readonly returnUrls: ReturnUrls,
    private readonly paymentChoice: PaymentChoice,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post('quote')
  @HttpCode(200)
  @ApiOperation({ operationId: 'quoteOrder', summary: 'What an order would cost now' })
  @ApiOkResponse({ type: QuoteDto })
  @ApiBodyProblems()
  @ApiProblems(
    'cart_empty',
    'out_of_stock',
    'destination_not_served',
    'unauthorized',
    'product_not_found',
    'nothing_to_pay',
  )
  quote(
    @CurrentActor() { id }: Caller,
    @Body() { shippingAddress, items, allowPartial }: QuoteRequestDto,
  ): Promise<QuoteDto> {
    return this.quoteOrder.run(id, { shippingAddress, items, allowPartial });
  }

  @Post('create')
  @ApiOperation({
    operationId: 'createOrder',
    summary: 'Place an order',
    description:
      'From the cart, or from `items`. With payment details it is paid at once. PayPal, bank transfer and crypto need ' +
      'none: the order is pending, and `nextAction` tells what the customer does. Without method or details it is ' +
      'created, its stock is held, the cart is cleared, and `POST /payment/process` pays it. A repeat for the same cart answers ' +
      'with the same order; nothing is charged twice. With `allowPartial` it takes what there is: `partial` and ' +
      '`unavailableItems` tell what it left.',
  })
  @ApiExtraModels(CreateOrderDto)
  @ApiBody({ type: CreateOrderDto, examples: createOrderExamples })
  @ApiCreatedResponse({ type: PlacedOrderDto })
  @ApiLanguage()
  @ApiIdempotent()
  @ApiBodyProblems()
  @ApiProblems(
    'cart_empty',
    'out_of_stock',
    'destination_not_served',
    'payment_failed',
    'invalid_payment_method',
    'plaintext_card_data',
    'card_data_unreadable',
    'card_key_expired',
    'idempotency_key_required',
    'unauthorized',
    'product_not_found',
    'total_changed',
    'nothing_to_pay',
    'payment_outcome_pending',
    'too_many_pending_orders',
    'order_not_payable',
    'payment_service_unavailable',
    'internal_error',
  )
  async create(
    @CurrentActor() customer: Caller,
    @Body() body: CreateOrderDto,
    @AcceptedLanguages() accepted?: string,
    @RequestClaim() claim?: Claim,
  ): Promise<PlacedOrderDto> {
    if (body.items && !claim) throw new DomainError('idempotency_key_required');
    const {
      shippingAddress,
      billingAddress = shippingAddress,
      items,
      expectedTotal,
      allowPartial,
      returnUrl,
    } = body;
    const payment = this.paymentChoice.of(body.paymentMethod, body.paymentDetails ?? body.paymentInfo);
    this.returnUrls.check(returnUrl);
    const placed = await this.placeOrder.run({
      customer,
      shippingAddress,
      billingAddress,
      payment,
      items,
      expectedTotal,
      allowPartial,
      returnUrl,
      locale: localeFor({ wanted: body.locale, accepted }, this.config.DEFAULT_LOCALE),
      claim,
    });
    return placedOrderView(placed);
  }

  @Get()
  @ApiOperation({ operationId: 'listOrders', summary: 'Your orders, newest first' })
  @ApiOkResponse({ type: OrderListDto })
  @ApiProblems('validation_failed', 'unauthorized')
  list(@CurrentActor() { id }: Caller, @Query() query: ListOrdersDto): Promise<OrderListDto> {
    const { status, cursor, limit = DEFAULT_PAGE } = query;
    return this.orders.list(id, { status, cursor, limit });
  }

  @Scopes('orders:read')
  @Get(':orderId')
  @ApiOperation({
    operationId: 'getOrder',
    summary: 'One order, with tracking, timeline, payments and refunds',
  })
  @ApiParam({ name: 'orderId', example: 'ORD-7K3M9QX2TB' })
  @ApiOkResponse({ type: OrderWithHistoryDto })
  @ApiProblems('unauthorized', 'order_not_found')
  get(@CurrentActor() caller: Caller, @Param('orderId') orderId: string): Promise<OrderWithHistoryDto> {
    return this.orders.getWithHistory(caller, orderId);
  }

  @Post(':orderId/cancel')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'cancelOrder',
    summary: 'Cancel an order',
    description: 'Money that was taken goes back. Twice is once: a repeat answers with the same `refundId`.',
  })
  @ApiParam({ name: 'orderId', example: 'ORD-7K3M9QX2TB' })
  @ApiOkResponse({ type: CancelledDto })
  @ApiIdempotent()
  @ApiBodyProblems()
  @ApiProblems('unauthorized', 'order_not_found', 'order_cannot_be_cancelled')
  async cancel(
    @CurrentActor() actor: Caller,
    @Param('orderId') orderNumber: string,
    @Body() { reason }: CancelRequestDto,
    @RequestClaim() claim?: Claim,
  ): Promise<CancelledDto> {
    const { refundId, refundStatus, clearedCart } = await this.cancelOrder.run({
      actor,
      orderNumber,
      reason,
      claim,
    });
    return {
      message: 'Order cancelled',
      orderId: orderNumber,
      refundId,
      refundStatus,
      clearedCart: clearedCart && [...clearedCart],
    };
  }

  @Post(':orderId/reorder')
  @HttpCode(200)
  @ApiOperation({ operationId: 'reorder', summary: "Put an order's items into the cart again" })
  @ApiParam({ name: 'orderId', example: 'ORD-7K3M9QX2TB' })
  @ApiOkResponse({ type: CartDto })
  @ApiIdempotent()
  @ApiProblems('unauthorized', 'order_not_found')
  reorder(
    @CurrentActor() customer: Caller,
    @Param('orderId') orderNumber: string,
    @RequestClaim() claim?: Claim,
  ): Promise<CartDto> {
    return this.reorderItems.run({ customer, orderNumber, claim });
  }
}
