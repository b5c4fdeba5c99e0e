import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import { Gateways } from './gateways/registry.js';
import { PAYMENT_METHODS, type PaymentMethod, type PaymentMethodName } from './methods.js';

/** A method that customers may choose now. */
export interface OfferedMethod extends PaymentMethod {
  readonly gateway: string;
  /** How long an order waits for a payment by this method. */
  readonly windowMinutes: number;
  /** Whether an order's money is promised first and captured parcel by parcel. */
  readonly capturesLater: boolean;
}

/** The methods that are switched on (`PAYMENT_METHODS`) and that a gateway takes. */
@Injectable()
export class PaymentMethods {
  readonly offered: readonly OfferedMethod[];

  constructor(@Inject(CONFIG) config: Config, gateways: Gateways) {
    this.offered = PAYMENT_METHODS.flatMap((method) => {
      const gateway = gateways.offering(method.method);
      if (!gateway || !config.PAYMENT_METHODS.includes(method.method)) return [];
      const capturesLater = method.capturesLater && config.CAPTURE_AT === 'shipment';
      const windowMinutes = windowOf(method.method, config);
      return [{ ...method, gateway: gateway.name, capturesLater, windowMinutes }];
    });
  }

  /** `undefined` for what is not in the list or switched off: `Invalid payment method`. */
  find(method: string): OfferedMethod | undefined {
    return this.offered.find((candidate) => candidate.method === method);
  }
}

function windowOf(method: PaymentMethodName, config: Config): number {
  switch (method) {
    case 'paypal':
      return config.PAYPAL_PAYMENT_WINDOW_MINUTES;
    case 'crypto':
      return config.CRYPTO_PAYMENT_WINDOW_MINUTES;
    case 'bank_transfer':
      return config.BANK_TRANSFER_PAYMENT_WINDOW_MINUTES;
    default:
      return config.CARD_PAYMENT_WINDOW_MINUTES;
  }
}
