import { Module } from '@nestjs/common';
import { Tokeniser } from './card-data/tokeniser.js';
import { Gateways } from './gateways/registry.js';
import { PaymentMethods } from './payment-methods.js';
import { Payments } from './payments.js';
import { PaymentsController } from './payments.controller.js';
import { StoreWebhook } from './webhooks/store-webhook.use-case.js';
import { Webhooks } from './webhooks/webhook.repository.js';
import { WebhooksController } from './webhooks/webhooks.controller.js';

@Module({
  controllers: [PaymentsController, WebhooksController],
  providers: [Tokeniser, Gateways, PaymentMethods, Payments, StoreWebhook, Webhooks],
  exports: [Payments, PaymentMethods, Webhooks],
})
export class PaymentsModule {}
