import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../config.js';
import { invariant } from '../../shared/assert.js';
import type { PaymentMethodName } from '../methods.js';
import type { PaymentGateway } from './gateway.port.js';
import { GuardedGateway } from './guarded-gateway.js';
import { PayPalGateway } from './paypal/paypal.gateway.js';
import { StripeGateway } from './stripe/stripe.gateway.js';

/** The gateways that exist. A further one is a folder beside these and a line here. */
const gatewaysOf = (config: Config): PaymentGateway[] => [
  new StripeGateway(config),
  ...(config.PAYPAL_CLIENT_ID ? [new PayPalGateway(config)] : []),
];

@Injectable()
export class Gateways {
  private readonly byName: ReadonlyMap<string, GuardedGateway>;

  constructor(@Inject(CONFIG) config: Config) {
    const limits = {
      concurrency: config.GATEWAY_CONCURRENCY,
      failures: config.GATEWAY_BREAKER_FAILURES,
      openMs: config.GATEWAY_BREAKER_SECONDS * 1000,
    };
    this.byName = new Map(
      gatewaysOf(config).map((gateway) => [gateway.name, new GuardedGateway(gateway, limits)]),
    );
  }

  get names(): readonly string[] {
    return [...this.byName.keys()];
  }

  find(name: string): PaymentGateway | undefined {
    return this.byName.get(name);
  }

  get(name: string): GuardedGateway {
    const gateway = this.byName.get(name);
    invariant(gateway, `no gateway named ${name}`);
    return gateway;
  }

  /** The gateway that takes a method; `undefined` where none does. */
  offering(method: PaymentMethodName): PaymentGateway | undefined {
    return [...this.byName.values()].find((gateway) => gateway.methods.includes(method));
  }
}
