import { MikroOrmModule } from '@mikro-orm/nestjs';
import { Module, type OnModuleInit } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { CartModule } from '../cart/index.js';
import { PaymentsModule } from '../payments/index.js';
import { Dispatcher } from '../shared/events/dispatcher.js';
import { Sweeper } from '../shared/events/sweeper.js';
import { AdjustOrder } from './adjust-order.use-case.js';
import { AdjustmentsController } from './adjustments.controller.js';
import { ApplyWebhook } from './apply-webhook.job.js';
import { AskForLink } from './ask-for-link.use-case.js';
import { CancelItems } from './cancel-items.use-case.js';
import { CarrierSignatures } from './carrier-signatures.js';
import { CarriersController } from './carriers.controller.js';
import { CancelOrder } from './cancel-order.use-case.js';
import { ClaimOrders } from './claim-orders.use-case.js';
import { CloseAttempt } from './close-attempt.use-case.js';
import { CollectPayment } from './collect-payment.js';
import { CorrectParcel } from './correct-parcel.use-case.js';
import { DecideReturn } from './decide-return.use-case.js';
import { DeliverOrder } from './deliver-order.use-case.js';
import { Order } from './domain/order.entity.js';
import { EndPendingOrder } from './end-pending-order.use-case.js';
import { ExpireOrders } from './expire.sweep.js';
import { FillBackorders } from './fill-backorders.sweep.js';
import { FulfilmentController } from './fulfilment.controller.js';
import { HearCarrier } from './hear-carrier.use-case.js';
import { MoveOrder } from './move-order.js';
import { MoveReturn } from './move-return.js';
import { OrderMailQueries } from './order-mail.queries.js';
import { OrderQueries } from './order.queries.js';
import { OrderRepository } from './order.repository.js';
import { OrderWriter } from './order-writer.js';
import { OrderLinks } from './order-links.js';
import { OrderLinksController } from './order-links.controller.js';
import { OrdersController } from './orders.controller.js';
import { ParcelsController } from './parcels.controller.js';
import { PayController } from './pay.controller.js';
import { PayAgain } from './pay-again.js';
import { PayOrder } from './pay-order.use-case.js';
import { PlaceOrder } from './place-order.use-case.js';
import { PrepareOrder } from './prepare-order.use-case.js';
import { QuoteOrder } from './quote-order.use-case.js';
import { ReconcileAttempts } from './reconcile.sweep.js';
import { RemindOfPayments } from './remind.sweep.js';
import { ReorderItems } from './reorder-items.use-case.js';
import { ReceiveReturn } from './receive-return.use-case.js';
import { RequestRefund } from './request-refund.use-case.js';
import { RequestReturn } from './request-return.use-case.js';
import { ResumeOrder } from './resume-order.js';
import { ReturnFromGateway } from './return-from-gateway.use-case.js';
import { ReturnMovesController } from './return-moves.controller.js';
import { ReturnsController } from './returns.controller.js';
import { ReturnUrls } from './return-urls.js';
import { PaymentChoice } from './payment-source.js';
import { SendCapture } from './send-capture.use-case.js';
import { SendRefund } from './send-refund.use-case.js';
import { SettleCapture } from './settle-capture.use-case.js';
import { SettleDispute } from './settle-dispute.use-case.js';
import { SettlePayment } from './settle-payment.use-case.js';
import { SettleRefund } from './settle-refund.use-case.js';
import { ShipOrder } from './ship-order.use-case.js';
import { ShortStock } from './short-stock.js';

const stories = [
  PlaceOrder,
  PayOrder,
  CancelOrder,
  AdjustOrder,
  CancelItems,
  RequestReturn,
  DecideReturn,
  ReceiveReturn,
  QuoteOrder,
  ReorderItems,
  ClaimOrders,
  AskForLink,
  RequestRefund,
  PrepareOrder,
  ShipOrder,
  DeliverOrder,
  CorrectParcel,
  HearCarrier,
];
const settling = [
  CollectPayment,
  SettlePayment,
  CloseAttempt,
  EndPendingOrder,
  PayAgain,
  ResumeOrder,
  ReturnFromGateway,
  SendCapture,
  SettleCapture,
  SendRefund,
  SettleRefund,
  SettleDispute,
];
const inTheWorker = [ApplyWebhook, ReconcileAttempts, ExpireOrders, RemindOfPayments, FillBackorders];
const parts = [
  OrderQueries,
  OrderMailQueries,
  OrderLinks,
  OrderRepository,
  OrderWriter,
  MoveOrder,
  MoveReturn,
  ShortStock,
  ReturnUrls,
  PaymentChoice,
  CarrierSignatures,
];

@Module({
  imports: [MikroOrmModule.forFeature([Order]), AuthModule, PaymentsModule, CartModule],
  controllers: [
    OrdersController,
    OrderLinksController,
    FulfilmentController,
    ParcelsController,
    CarriersController,
    ReturnsController,
    ReturnMovesController,
    AdjustmentsController,
    PayController,
  ],
  providers: [...stories, ...settling, ...inTheWorker, ...parts],
  exports: [...stories, ...settling, ...parts],
})
export class OrdersModule implements OnModuleInit {
  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly sweeper: Sweeper,
    private readonly applyWebhook: ApplyWebhook,
    private readonly reconcile: ReconcileAttempts,
    private readonly expire: ExpireOrders,
    private readonly remind: RemindOfPayments,
    private readonly fillBackorders: FillBackorders,
    private readonly sendRefund: SendRefund,
    private readonly sendCapture: SendCapture,
  ) {}

  /** What the worker does for orders; an api process registers it and never runs it. */
  onModuleInit(): void {
    this.dispatcher.onJob(this.applyWebhook);
    const sweeps = [
      ...this.expire.sweeps,
      this.remind,
      this.fillBackorders,
      ...this.reconcile.sweeps,
      ...this.sendRefund.sweeps,
      ...this.sendCapture.sweeps,
    ];
    for (const sweep of sweeps) this.sweeper.every(sweep);
  }
}
