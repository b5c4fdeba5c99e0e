import { z } from 'zod';
import { Redeliver } from '../../src/partners/index.js';
import { DeliveryList, type DeliveryListRow } from '../../src/partners/back-office/index.js';
import { publicId } from '../../src/shared/ids.js';
import { Once } from '../../src/shared/once.js';
import { DomainError } from '../../src/shared/problem.js';
import type { Panel } from '../panel.js';
import { defineAction } from './action.js';

const ENDED: ReadonlySet<DeliveryListRow['status']> = new Set(['delivered', 'failed']);

/** A partner has missed something, or asks for it once more. */
export const redeliverWebhook = defineAction({
  name: 'redeliver-webhook',
  label: 'Deliver again',
  icon: 'Send',
  resource: 'webhook-deliveries',
  permission: 'redeliver_webhook',
  subject: (recordId) => ({ kind: 'webhook_delivery', id: recordId }),
  input: z.object({}),
  fields: async () => [],
  async preview({ recordId }, panel) {
    const { status, tries, type, partnerName, url } = await deliveryOf(panel, recordId);
    const isAllowed = ENDED.has(status);
    return {
      version: `${status}/${tries}`,
      isAllowed,
      ...(!isAllowed && { refusal: 'It is on its way already.' }),
      effects: [
        { label: 'Event', value: type },
        { label: 'Partner', value: partnerName },
        { label: 'Address', value: url },
        { label: 'Status', value: isAllowed ? `${status} → sent anew` : status },
      ],
      warnings: status === 'delivered' ? ['The partner has taken it before, and gets it twice.'] : [],
      undo: { isPossible: false, how: 'What was sent was sent.' },
    };
  },
  run({ actor, recordId, reason, token }, panel) {
    const wish = ['redeliver-webhook', recordId];
    return panel.get(Once).run({ ownerId: actor.id, token, wish }, async (claim) => {
      const { partnerId, endpointId, deliveryId } = await deliveryOf(panel, recordId);
      await panel.get(Redeliver).one({
        partner: { kind: 'partner', id: partnerId },
        inPlace: { actor, reason },
        endpointId: publicId('we', endpointId),
        deliveryId,
        claim,
      });
      return 'It is on its way again.';
    });
  },
});

async function deliveryOf(panel: Panel, id: string): Promise<DeliveryListRow> {
  const delivery = await panel.get(DeliveryList).find(id);
  if (!delivery) throw new DomainError('webhook_delivery_not_found');
  return delivery;
}
