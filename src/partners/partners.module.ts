import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { AuthModule } from '../auth/index.js';
import { AddKey } from './add-key.use-case.js';
import { CreatePartner } from './create-partner.use-case.js';
import { EventQueries } from './event.queries.js';
import { EventsController } from './events.controller.js';
import { PartnerQueries } from './partner.queries.js';
import { RevokeKey } from './revoke-key.use-case.js';
import { ChangeEndpoint } from './webhooks/change-endpoint.use-case.js';
import { ChangeOwnEndpoint } from './webhooks/change-own-endpoint.js';
import { CreateEndpoint } from './webhooks/create-endpoint.use-case.js';
import { DeleteEndpoint } from './webhooks/delete-endpoint.use-case.js';
import { DeliveryRunner } from './webhooks/delivery-runner.js';
import { FanOut } from './webhooks/fan-out.sweep.js';
import { ForgetDeliveries } from './webhooks/forget-deliveries.sweep.js';
import { OnEndpointDisabled } from './webhooks/on-endpoint-disabled.handler.js';
import { RecordResults } from './webhooks/record-results.use-case.js';
import { Redeliver } from './webhooks/redeliver.use-case.js';
import { RotateSecret } from './webhooks/rotate-secret.use-case.js';
import { SendTest } from './webhooks/send-test.use-case.js';
import { DeliveriesController } from './webhooks/webhook-deliveries.controller.js';
import { DeliveryQueries } from './webhooks/webhook-delivery.queries.js';
import { EndpointQueries } from './webhooks/webhook-endpoint.queries.js';
import { EndpointsController } from './webhooks/webhook-endpoints.controller.js';
import { WebhookSecrets } from './webhooks/webhook-secrets.js';
import { WebhookSender } from './webhooks/webhook-sender.js';
import { WebhookTargets } from './webhooks/webhook-target.js';

const endpoints = [
  EndpointQueries,
  ChangeOwnEndpoint,
  CreateEndpoint,
  ChangeEndpoint,
  DeleteEndpoint,
  RotateSecret,
  SendTest,
  Redeliver,
  DeliveryQueries,
  WebhookSecrets,
  WebhookTargets,
];

/** What the worker runs. */
const delivery = [FanOut, DeliveryRunner, WebhookSender, RecordResults, ForgetDeliveries, OnEndpointDisabled];

@Module({
  imports: [AuditModule, AuthModule],
  controllers: [EventsController, EndpointsController, DeliveriesController],
  providers: [PartnerQueries, EventQueries, CreatePartner, AddKey, RevokeKey, ...endpoints, ...delivery],
})
export class PartnersModule {}
