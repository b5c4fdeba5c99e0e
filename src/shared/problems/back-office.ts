import type { Problem } from './problem-kind.js';

/** What is refused in the panel and nowhere else: no operation of the API answers with these. */
export const backOfficeProblems = {
  intervention_not_found: {
    status: 404,
    error: 'Intervention not found',
    detail: 'There is no such entry.',
  },
  job_not_found: {
    status: 404,
    error: 'Job not found',
    detail: 'There is no such job among those that were tried in vain; perhaps it was sent back already.',
  },
  export_not_found: {
    status: 404,
    error: 'Export not found',
    detail: 'There is no such file, or not any more.',
  },
  export_not_made: {
    status: 409,
    error: 'Export not made',
    detail: 'The file is still being made, or could not be.',
  },
  mail_not_readable: {
    status: 409,
    error: 'Mail cannot be shown',
    detail: 'What a mail about an account carries is for its person alone.',
  },
  order_has_changed: {
    status: 409,
    error: 'Order has changed',
    detail:
      'The order is not what was seen when this was decided; nothing was done. Its present state is given.',
  },
  no_capture_pending: {
    status: 409,
    error: 'No capture pending',
    detail: 'No promised money of this order is being taken.',
  },
  nothing_to_ask: {
    status: 409,
    error: 'Nothing to ask',
    detail: 'No payment of this order is open: what became of each is known.',
  },
  refund_above_limit: {
    status: 403,
    error: 'Refund above limit',
    detail: 'More would go back of this payment in all than this person may give. The figures are given.',
  },
  refund_already_proposed: {
    status: 409,
    error: 'Refund already proposed',
    detail: 'A refund of this order waits for a second person: it is decided first.',
  },
  refund_proposal_decided: {
    status: 409,
    error: 'Refund proposal decided',
    detail: 'The proposal was decided, has expired, or its order has changed.',
  },
  refund_proposal_not_found: {
    status: 404,
    error: 'Refund proposal not found',
    detail: 'There is no such proposal.',
  },
  second_person_required: {
    status: 403,
    error: 'Second person required',
    detail: 'Who has proposed a refund does not decide about it.',
  },
  bulk_run_not_tried: {
    status: 409,
    error: 'Bulk run was not tried',
    detail:
      'A bulk run begins with a dry run of the very same rows, by the same person, that has ended: look at it first.',
  },
  bulk_run_not_found: { status: 404, error: 'Bulk run not found', detail: 'There is no such run.' },
  customer_not_found: { status: 404, error: 'Customer not found', detail: 'There is no such customer.' },
} as const satisfies Record<string, Problem>;
