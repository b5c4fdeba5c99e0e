import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { Public } from '../auth/index.js';
import type { Actor } from '../shared/actor.js';
import { accepted, seeOther } from '../shared/http/answer.js';
import { ApiBodyProblems } from '../shared/http/api-body-problems.js';
import { ApiIdempotent } from '../shared/http/api-idempotent.js';
import { ApiProblems } from '../shared/http/api-problems.js';
import { CurrentActor, RequestClaim } from '../shared/http/request.js';
import type { Claim } from '../shared/idempotency.js';
import { DomainError } from '../shared/problem.js';
import { processPaymentExamples } from './examples.js';
import { PayOrder } from './pay-order.use-case.js';
import { PaymentChoice } from './payment-source.js';
import { PaymentPendingDto, PaymentResultDto, ProcessPaymentDto } from './place-order.dto.js';
import { paymentPendingView, paymentResultView } from './placed-order.view.js';
import { ReturnFromGateway } from './return-from-gateway.use-case.js';
import { ReturnUrls } from './return-urls.js';

@ApiTags('payment')
@Controller('payment')
export class PayController {
  constructor(
    private readonly payOrder: PayOrder,
    private readonly returnFromGateway: ReturnFromGateway,
    private readonly returnUrls: ReturnUrls,
    private readonly paymentChoice: PaymentChoice,
  ) {}

  @Post('process')
  @HttpCode(200)
  @ApiBearerAuth('bearer')
  @ApiOperation({
    operationId: 'processPayment',
    summary: 'Pay a pending order',
    description:
      'The amount always comes from the order. A paid order answers as it was paid; nothing is charged twice.',
  })
  @ApiBody({ type: ProcessPaymentDto, examples: processPaymentExamples })
  @ApiOkResponse({ type: PaymentResultDto })
  @ApiResponse({
    status: 202,
    description: 'The customer has to do something first',
    type: PaymentPendingDto,
  })
  @ApiIdempotent()
  @ApiBodyProblems()
  @ApiProblems(
    'payment_failed',
    'invalid_payment_method',
    'plaintext_card_data',
    'card_data_unreadable',
    'card_key_expired',
    'out_of_stock',
    'unauthorized',
    'order_not_found',
    'no_pending_order',
    'several_pending_orders',
    'order_not_payable',
    'payment_outcome_pending',
    'payment_service_unavailable',
    'internal_error',
  )
  async process(
    @CurrentActor() customer: Actor & { readonly id: string },
    @Body() body: ProcessPaymentDto,
    @RequestClaim() claim?: Claim,
  ): Promise<PaymentResultDto> {
    const { orderId: orderNumber, encryptedPaymentData, paymentDetails, returnUrl } = body;
    const details =
      paymentDetails ?? (encryptedPaymentData === undefined ? undefined : { encryptedPaymentData });
    const payment = this.paymentChoice.of(body.paymentMethod ?? 'credit_card', details);
    if (!payment) {
      const errors = [
        { field: 'paymentDetails', message: 'or encryptedPaymentData is required for this method' },
      ];
      throw new DomainError('validation_failed', { errors });
    }
    this.returnUrls.check(returnUrl);
    const settled = await this.payOrder.run({ customer, orderNumber, payment, returnUrl, claim });
    if (settled.attempt.status !== 'succeeded') throw accepted(paymentPendingView(settled));
    return paymentResultView(settled);
  }

  @Get('return/:attemptId')
  @Public()
  @ApiOperation({
    operationId: 'returnFromGateway',
    summary: 'Where a gateway sends the customer back to',
    description:
      'Decides nothing by itself: asks the gateway, settles, and goes on to the `returnUrl` or the portal; without either it answers with the payment.',
  })
  @ApiParam({ name: 'attemptId', example: '019ab3c2-5d1e-7a34-9c11-8f2e6d7b1a90' })
  @ApiOkResponse({ type: PaymentPendingDto })
  @ApiResponse({ status: 303, description: 'On to the `returnUrl` or the portal' })
  @ApiProblems('attempt_not_found')
  async comeBack(@Param('attemptId') attemptId: string): Promise<PaymentPendingDto> {
    const settled = await this.returnFromGateway.run(attemptId);
    const onward = this.returnUrls.onward(settled);
    if (onward) throw seeOther(onward);
    return paymentPendingView(settled);
  }
}
