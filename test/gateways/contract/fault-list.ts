import type { Fault } from '../../support/gateway.js';

type Weather = Omit<Fault, 'operation'>;

const ODD_JSON = JSON.stringify({ message: 'please try again later' });
const PAGE = '<html><body>Bad gateway</body></html>';

/** Everything that can become of a request and its answer on the way. `times: null`: the repeats are hit too. */
export const FAULTS: readonly (readonly [name: string, fault: Weather])[] = [
  ['a reset before it was read', { mode: 'reset_before', times: null }],
  ['a reset after it was done', { mode: 'reset_after', times: null }],
  ['one reset after it was done', { mode: 'reset_after' }],
  ['silence before it was read', { mode: 'hang_before', times: null }],
  ['silence after it was done', { mode: 'hang_after', times: null }],
  ['half an answer', { mode: 'cut_after', times: null }],
  ...both('a 500', { status: 500 }),
  ...both('a 503 with odd JSON', { status: 503, body: ODD_JSON }),
  ...both('a page', { status: 200, body: PAGE }),
  ...both('nothing', { status: 200, body: '' }),
  ...both('an empty object', { status: 200, body: '{}' }),
  ...both('too many requests', { status: 429, body: ODD_JSON }),
];

/** The same answer in place of the work, and after it. */
function both(answer: string, what: Omit<Weather, 'mode'>): [string, Weather][] {
  return [
    [`${answer} instead of it`, { mode: 'status', kept: false, times: null, ...what }],
    [`${answer} after it was done`, { mode: 'status_after', times: null, ...what }],
  ];
}
