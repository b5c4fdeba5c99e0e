import type { MethodOptions } from '../store/records.js';
import type { Params } from '../wire/params.js';

const CARD = 'payment_method_options[card]';

/** What create or confirm says of how a kind of method is to be used, over what was said before. */
export function readMethodOptions(params: Params, before?: MethodOptions): MethodOptions | undefined {
  const options = params.group('payment_method_options');
  if (!options) return before;
  options.allowOnly(['card'], 'payment_method_options');
  options.group('card')?.allowOnly(['request_multicapture'], CARD);
  const multicapture = params.choice(`${CARD}[request_multicapture]`, ['if_available', 'never']);
  return { ...before, ...(multicapture && { card: { request_multicapture: multicapture } }) };
}
