import { Injectable } from '@nestjs/common';
import { invariant } from '../../shared/assert.js';
import type { PaymentGateway } from './gateway.port.js';
import { StripeGateway } from './stripe/stripe.gateway.js';

/** The gateways that exist. A further one is a folder beside `stripe/` and a line here. */
@Injectable()
export class Gateways {
  private readonly byName: ReadonlyMap<string, PaymentGateway>;

  constructor(stripe: StripeGateway) {
    const gateways: PaymentGateway[] = [stripe];
    this.byName = new Map(gateways.map((gateway) => [gateway.name, gateway]));
  }

  find(name: string): PaymentGateway | undefined {
    return this.byName.get(name);
  }

  get(name: string): PaymentGateway {
    const gateway = this.byName.get(name);
    invariant(gateway, `no gateway named ${name}`);
    return gateway;
  }
}
