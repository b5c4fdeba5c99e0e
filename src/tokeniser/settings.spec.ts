import { tokeniserLaunch } from './launch.js';
import { readSettings } from './settings.js';

const GOOD = { CARD_KEYS_FILE: 'keys.json', CARD_TOKENISER_SOCKET: 't.sock', STRIPE_SECRET_KEY: 'sk_secret' };

describe('the settings of the tokeniser', () => {
  it('are few, and the rest has defaults', () => {
    expect(readSettings({ ...GOOD, PATH: '/bin' })).toEqual({
      ...GOOD,
      CARD_ENVELOPE_MAX_AGE_SECONDS: 900,
      CARD_KEY_OVERLAP_HOURS: 24,
      STRIPE_API_URL: 'https://api.stripe.com',
      GATEWAY_CALL_SECONDS: 5,
    });
  });

  it('are what its launch hands over of an environment, all of them and nothing else', () => {
    const { env } = tokeniserLaunch('/app/dist/tokeniser/main.js', { ...GOOD, NODE_OPTIONS: '--inspect' });
    expect(Object.keys(env).toSorted()).toEqual(Object.keys(readSettings(GOOD)).toSorted());
  });

  it.each([
    ['CARD_KEYS_FILE is not set', { CARD_KEYS_FILE: '' }],
    ['CARD_TOKENISER_SOCKET is set but not usable', { CARD_TOKENISER_SOCKET: `/${'x'.repeat(107)}` }],
    ['CARD_KEY_OVERLAP_HOURS is set but not usable', { CARD_KEY_OVERLAP_HOURS: '169' }],
    ['GATEWAY_CALL_SECONDS is set but not usable', { GATEWAY_CALL_SECONDS: 'soon' }],
    ['STRIPE_API_URL is set but not usable', { STRIPE_API_URL: 'file:///sk_secret' }],
    ['NODE_OPTIONS must not be set', { NODE_OPTIONS: '--inspect' }],
    ['NODE_DEBUG must not be set', { NODE_DEBUG: 'http' }],
  ])('are refused in one sentence without a value: %s', (sentence, change) => {
    expect(() => readSettings({ ...GOOD, ...change })).toThrow(new Error(`${sentence}.`));
  });
});
