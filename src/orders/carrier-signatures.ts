import { Inject, Injectable } from '@nestjs/common';
import { Webhook } from 'standardwebhooks';
import { CONFIG, type Config } from '../config.js';
import { isSameCarrier } from './domain/carriers.js';

/** Tells whether a carrier has signed what came in its name, after Standard Webhooks (standardwebhooks.com). */
@Injectable()
export class CarrierSignatures {
  private readonly keys: readonly { readonly carrier: string; readonly webhook: Webhook }[];

  constructor(@Inject(CONFIG) config: Config) {
    this.keys = config.CARRIER_WEBHOOK_SECRETS.map(({ carrier, secret }) => ({
      carrier,
      webhook: new Webhook(secret),
    }));
  }

  /** True where one of the carrier's secrets signed these very bytes within the last 5 minutes. */
  isGenuine(carrier: string, raw: Buffer, headers: Readonly<Record<string, unknown>>): boolean {
    const given = Object.fromEntries(HEADERS.map((name) => [name, textOf(headers[name])]));
    return this.keys
      .filter((key) => isSameCarrier(key.carrier, carrier))
      .some(({ webhook }) => isSigned(webhook, raw, given));
  }
}

const textOf = (header: unknown): string => (typeof header === 'string' ? header : '');

const HEADERS = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;

function isSigned(webhook: Webhook, raw: Buffer, headers: Record<string, string>): boolean {
  try {
    webhook.verify(raw, headers, { jsonParse: false });
    return true;
  } catch {
    return false;
  }
}
