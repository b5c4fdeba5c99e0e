import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBearerAuth,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { Roles } from '../auth/index.js';
import { OrderQueries } from '../orders/index.js';
import type { Actor } from '../shared/actor.js';
import { ApiBodyProblems } from '../shared/http/api-body-problems.js';
import { ApiIdempotent } from '../shared/http/api-idempotent.js';
import { ApiProblems } from '../shared/http/api-problems.js';
import { CurrentActor, RequestClaim } from '../shared/http/request.js';
import type { Claim } from '../shared/idempotency.js';
import { MailDto, MailListDto, ResendMailDto } from './mails.dto.js';
import { MailQueries } from './mails.queries.js';
import { ResendMail } from './resend-mail.use-case.js';

type Caller = Actor & { readonly id: string };

/** What customers were told, and telling it again. */
@ApiTags('mails')
@ApiBearerAuth('bearer')
@Roles('admin')
@Controller()
export class MailsController {
  constructor(
    private readonly orders: OrderQueries,
    private readonly mails: MailQueries,
    private readonly resendMail: ResendMail,
  ) {}

  @Get('orders/:orderId/mails')
  @ApiOperation({ operationId: 'listMails', summary: 'The mails about an order, oldest first' })
  @ApiParam({ name: 'orderId', example: 'ORD-7K3M9QX2TB' })
  @ApiOkResponse({ type: MailListDto })
  @ApiProblems('unauthorized', 'forbidden', 'order_not_found')
  async list(@CurrentActor() caller: Caller, @Param('orderId') orderId: string): Promise<MailListDto> {
    return { mails: await this.mails.ofOrder(await this.orders.orderIdFor(caller, orderId)) };
  }

  @Post('mails/:mailId/resend')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'resendMail',
    summary: 'Send a mail about an order again',
    description:
      'To the customer, or to another address. It tells what is true now. Where the mail had failed and an intervention asks ' +
      'for a person, that is closed once this one is taken.',
  })
  @ApiParam({ name: 'mailId', example: 'mail_01k9yv7d2nf0a8m5c3x1t6q4wz' })
  @ApiAcceptedResponse({ type: MailDto })
  @ApiIdempotent()
  @ApiBodyProblems()
  @ApiProblems('unauthorized', 'forbidden', 'mail_not_found', 'mail_not_resendable')
  async resend(
    @CurrentActor() actor: Caller,
    @Param('mailId') mailId: string,
    @Body() { email }: ResendMailDto,
    @RequestClaim() claim?: Claim,
  ): Promise<MailDto> {
    return this.mails.get(await this.resendMail.run({ actor, mailId, email, claim }));
  }
}
