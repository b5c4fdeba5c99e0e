import { problems, type DomainError } from '../../shared/problem.js';
import type { Undo } from './move-preview.js';
import type { MoveName } from './moves.js';

const never = (how: string): Undo => ({ isPossible: false, how });

/** Whether a move can be taken back, and how; in sentences for the people who make it. */
export const UNDO: Readonly<Record<MoveName, Undo>> = {
  prepare: never('The order stays in preparation; until it is shipped it can be cancelled.'),
  ship: never(
    'A parcel does not come back: carrier and number can be corrected until it is delivered, goods come back by a return.',
  ),
  correct_parcel: { isPossible: true, how: 'Correct the parcel again.' },
  deliver: never('What has arrived comes back by a return only.'),
  cancel: never('A cancelled order stays cancelled; the customer can order again.'),
  cancel_items: never('Cancelled units stay cancelled; the customer can order them again.'),
  refund: never('Money that was given back does not return.'),
  request_return: { isPossible: true, how: 'Refuse the return.' },
  decide_return: never('A decision about a return is told to the customer and stands.'),
  receive_return: never('One receipt closes a return; stock that was counted wrong is corrected as stock.'),
  adjust: { isPossible: true, how: 'Adjust the order by the same amount the other way.' },
  ask_gateway: never('What the gateway says is settled as if it had told by itself.'),
  send_capture: never('Money that was taken goes back by a refund.'),
};

/** What cannot be foreseen, or is easily overlooked. */
export const WARNINGS: Readonly<Partial<Record<MoveName, readonly string[]>>> = {
  ask_gateway: [
    'Only the gateway knows what comes of it: the order may be confirmed, fail, or stay as it is.',
  ],
  send_capture: ['The gateway may decline; then a person is asked to see to the money.'],
  decide_return: ['The note is told to the customer.'],
};

export const IF_PAID: Readonly<Partial<Record<MoveName, string>>> = {
  cancel:
    'Where the payment turns out to have been made, the order is cancelled all the same and all of it goes back.',
  adjust:
    'Where the payment turns out to have been made, nothing is adjusted: the order is confirmed as it is.',
};

/** Why a move is refused, for people. */
export function sentenceOf({ code, facts }: DomainError): string {
  const { errors, reason, orderStatus } = facts as {
    readonly errors?: readonly { readonly field: string; readonly message: string }[];
    readonly reason?: string;
    readonly orderStatus?: string;
  };
  const more = [
    ...(errors?.map(faultText) ?? []),
    ...(reason ? [`${reason}.`] : []),
    ...(orderStatus ? [`The order is ${orderStatus}.`] : []),
  ];
  return [problems[code].detail, ...more].join(' ');
}

/** Some messages begin with their field, as the api's do. */
const faultText = ({ field, message }: { readonly field: string; readonly message: string }): string =>
  message.startsWith(field.split('.').at(-1)!) ? `${message}.` : `${field} ${message}.`;
