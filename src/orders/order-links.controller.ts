import { Body, Controller, Get, Header, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBearerAuth,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { Public } from '../auth/index.js';
import type { Actor } from '../shared/actor.js';
import { ApiBodyProblems } from '../shared/http/api-body-problems.js';
import { ApiIdempotent } from '../shared/http/api-idempotent.js';
import { ApiProblems } from '../shared/http/api-problems.js';
import { wantsHtml } from '../shared/http/html.js';
import { CurrentActor, RequestClaim, type SettleReply } from '../shared/http/request.js';
import type { Claim } from '../shared/idempotency.js';
import { DomainError, problems } from '../shared/problem.js';
import { AskForLink } from './ask-for-link.use-case.js';
import { ClaimOrders } from './claim-orders.use-case.js';
import {
  AskForLinkDto,
  ClaimedOrdersDto,
  ClaimOrdersDto,
  LinkAskedDto,
  OrderLinkDto,
} from './order-link.dto.js';
import { orderPage, PAGE_HEADERS, refusalPage } from './order-link.page.js';
import { OrderLinks } from './order-links.js';
import { OrderQueries } from './order.queries.js';

/** What the link in a mail opens, and how its orders become an account's. */
@ApiTags('orders')
@Controller()
export class OrderLinksController {
  constructor(
    private readonly links: OrderLinks,
    private readonly orders: OrderQueries,
    private readonly claimOrders: ClaimOrders,
    private readonly askForLink: AskForLink,
  ) {}

  @Get('order-links/:orderId')
  @Public()
  @Header('cache-control', 'no-store')
  @Header('referrer-policy', 'no-referrer')
  @Header('x-robots-tag', 'noindex')
  @Header('vary', 'accept')
  @ApiOperation({
    operationId: 'openOrderLink',
    summary: 'What the link in a mail shows of its order',
    description:
      'Needs no log-in and names nobody. A browser gets a page. Every token that is not good for this order is answered ' +
      'as if there were no such order, but for one that was good once.',
  })
  @ApiParam({ name: 'orderId', example: 'ORD-7K3M9QX2TB' })
  @ApiQuery({ name: 'token', required: false, description: 'From the link', schema: { type: 'string' } })
  @ApiExtraModels(OrderLinkDto)
  @ApiOkResponse({
    description: 'The order, redacted',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(OrderLinkDto) } },
      'text/html': { schema: { type: 'string' } },
    },
  })
  @ApiProblems('order_not_found', 'link_expired')
  async open(
    @Param('orderId') orderId: string,
    @Query('token') token: string | undefined,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: SettleReply,
  ): Promise<OrderLinkDto | string> {
    if (!wantsHtml(accept)) return this.linked(orderId, token);
    void reply.headers(PAGE_HEADERS);
    try {
      return orderPage(await this.linked(orderId, token));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      void reply.status(problems[error.code].status);
      return refusalPage(error.code);
    }
  }

  @Post('orders/links')
  @Public()
  @HttpCode(202)
  @ApiOperation({
    operationId: 'askForOrderLink',
    summary: 'Ask for a mail with a new link to an order',
    description:
      'For whoever knows the order and the address that its mails go to; once a minute. The same answer after the same ' +
      'time, whether they belong together or not.',
  })
  @ApiAcceptedResponse({ type: LinkAskedDto })
  @ApiBodyProblems()
  async ask(@Body() { orderId, email }: AskForLinkDto): Promise<LinkAskedDto> {
    await this.askForLink.run({ orderNumber: orderId, email });
    return { message: 'If this is an order of this address, a mail with its link is on its way.' };
  }

  @Post('orders/claim')
  @HttpCode(200)
  @ApiBearerAuth('bearer')
  @ApiOperation({
    operationId: 'claimOrders',
    summary: 'Take over what you ordered as a guest',
    description:
      'By the token of a link in a mail about one of the orders, for the account of the address that the mail went to: ' +
      'everything that was ordered as a guest with this address is then yours to see, pay, cancel and order again.',
  })
  @ApiOkResponse({ type: ClaimedOrdersDto })
  @ApiIdempotent()
  @ApiBodyProblems()
  @ApiProblems(
    'unauthorized',
    'account_required',
    'order_not_found',
    'link_expired',
    'order_already_claimed',
    'order_of_another_email',
  )
  async claim(
    @CurrentActor() caller: Actor & { readonly id: string },
    @Body() { token }: ClaimOrdersDto,
    @RequestClaim() claim?: Claim,
  ): Promise<ClaimedOrdersDto> {
    const orderIds = await this.claimOrders.run({ caller, token, claim });
    return { message: 'Orders claimed', orderIds };
  }

  private async linked(orderId: string, token: string | undefined): Promise<OrderLinkDto> {
    return this.orders.linked(await this.links.verify(token, orderId));
  }
}
