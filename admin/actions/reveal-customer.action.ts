import { z } from 'zod';
import { CustomerList } from '../../src/auth/back-office/index.js';
import { RevealPersonalData } from '../../src/back-office/index.js';
import { DomainError } from '../../src/shared/problem.js';
import { defineAction } from './action.js';

/**
 * Each time it is asked for anew, and stands in the audit anew: what was told is not kept for a repeat of the request, for
 * that would be one more place with people in it.
 */
export const revealCustomer = defineAction({
  name: 'reveal-customer',
  label: 'Reveal name and address',
  icon: 'Eye',
  resource: 'customers',
  permission: 'reveal_personal_data',
  subject: (recordId) => ({ kind: 'user', id: recordId }),
  input: z.object({}),
  fields: async () => [],
  async preview({ recordId }, panel) {
    const customer = await panel.get(CustomerList).find(recordId);
    if (!customer) throw new DomainError('customer_not_found');
    return {
      version: customer.id,
      isAllowed: true,
      effects: [
        { label: 'Customer', value: customer.userId },
        { label: 'E-mail', value: `${customer.email} → shown to you` },
        ...(customer.name ? [{ label: 'Name', value: `${customer.name} → shown to you` }] : []),
      ],
      warnings: [],
      undo: { isPossible: false, how: 'That you have looked, and why, stays in the audit.' },
    };
  },
  async run({ actor, recordId, reason }, panel) {
    const subject = { kind: 'customer', id: recordId } as const;
    const { email, name } = await panel.get(RevealPersonalData).run({ actor, subject, reason });
    return [name, email].filter(Boolean).join(' · ');
  },
});
