import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import { DomainError } from '../shared/problem.js';
import type { Settled } from './settle-payment.use-case.js';

/** Where customers may be sent after a redirect: an address on the list, else the portal, else nowhere. */
@Injectable()
export class ReturnUrls {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** 400 for an origin that is not on the list: an open redirect is a phishing tool. */
  check(returnUrl: string | undefined): void {
    if (returnUrl === undefined || this.config.RETURN_URL_ORIGINS.includes(new URL(returnUrl).origin)) return;
    const errors = [{ field: 'returnUrl', message: 'has an origin that is not on the list of this server' }];
    throw new DomainError('validation_failed', { errors });
  }

  onward({ order, attempt }: Settled): string | undefined {
    const base =
      attempt.return_url ??
      (this.config.PORTAL_URL && new URL(`orders/${order.number}`, withSlash(this.config.PORTAL_URL)).href);
    if (!base) return undefined;
    const url = new URL(base);
    url.searchParams.set('orderId', order.number);
    url.searchParams.set('paymentStatus', order.payment_status);
    return url.href;
  }
}

const withSlash = (url: string): string => (url.endsWith('/') ? url : `${url}/`);
