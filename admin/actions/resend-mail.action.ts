import { z } from 'zod';
import { ResendMail } from '../../src/notifications/index.js';
import { MailList, type MailListRow } from '../../src/notifications/back-office/index.js';
import { Once } from '../../src/shared/once.js';
import { DomainError } from '../../src/shared/problem.js';
import type { Panel } from '../panel.js';
import { defineAction } from './action.js';

/** Longer ones are nobody's (RFC 5321). */
const ADDRESS_MAX = 254;

/** A customer has not got it, or wants it elsewhere. */
export const resendMail = defineAction({
  name: 'resend-mail',
  label: 'Send again',
  icon: 'Mail',
  resource: 'mails',
  permission: 'resend_mail',
  subject: (recordId) => ({ kind: 'mail', id: recordId }),
  input: z.object({ email: z.union([z.literal(''), z.email().max(ADDRESS_MAX)]).default('') }),
  fields: async () => [
    {
      name: 'email',
      label: 'To another address',
      type: 'text',
      isRequired: false,
      hint: 'Left empty it goes where it went before.',
    },
  ],
  async preview({ recordId, input }, panel) {
    const { template, to, orderNumber, status, isResendable } = await mailOf(panel, recordId);
    const another = input?.email;
    return {
      version: `${status}/${to}`,
      isAllowed: isResendable,
      ...(!isResendable && { refusal: 'Only a mail about an order is sent again.' }),
      effects: [
        { label: 'Mail', value: template },
        { label: 'Order', value: orderNumber ?? 'none' },
        { label: 'To', value: another ? `${to} → ${another}` : (to ?? 'nobody') },
      ],
      warnings: another ? ['Whoever reads mail at that address will see the order.'] : [],
      undo: { isPossible: false, how: 'What was sent was sent.' },
    };
  },
  run({ actor, recordId, input: { email }, reason, token }, panel) {
    const wish = ['resend-mail', recordId, email];
    return panel.get(Once).run({ ownerId: actor.id, token, wish }, async (claim) => {
      const { mailId } = await mailOf(panel, recordId);
      await panel.get(ResendMail).run({ actor, mailId, ...(email && { email }), reason, claim });
      return 'The mail is on its way again.';
    });
  },
});

async function mailOf(panel: Panel, id: string): Promise<MailListRow> {
  const mail = await panel.get(MailList).find(id);
  if (!mail) throw new DomainError('mail_not_found');
  return mail;
}
