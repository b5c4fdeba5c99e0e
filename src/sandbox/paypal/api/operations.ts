/** Every call that the sandbox PayPal answers, by the name that faults and the journal use. */
export const OPERATIONS = [
  'oauth2.token',
  'payment.create',
  'payment.list',
  'payment.get',
  'payment.execute',
  'sale.get',
  'sale.refund',
  'authorization.get',
  'authorization.capture',
  'authorization.void',
  'capture.get',
  'capture.refund',
  'refund.get',
  'dispute.create',
  'dispute.list',
  'dispute.get',
  'webhook.create',
  'webhook.list',
  'webhook.get',
  'webhook.delete',
  'webhook.verify',
  'webhook_event.get',
] as const;

export type Operation = (typeof OPERATIONS)[number];
