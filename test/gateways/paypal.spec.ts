import { describeGateway } from './gateway-contract.js';
import { keepsToPayPalsWays } from './paypal/own-ways.js';
import { sendsCustomersToPayPal } from './paypal/redirect.js';
import { openLivePayPal, openPayPal } from './paypal/provider.js';

const { PAYPAL_LIVE_SANDBOX, PAYPAL_CLIENT_ID = '', PAYPAL_CLIENT_SECRET = '' } = process.env;

if (PAYPAL_LIVE_SANDBOX === '1') {
  const open = () => openLivePayPal(PAYPAL_CLIENT_ID, PAYPAL_CLIENT_SECRET);
  describeGateway("PayPal's own sandbox", open, { customers: false, box: false });
  describe("PayPal's own sandbox", () => {
    sendsCustomersToPayPal(open);
  });
} else {
  describeGateway('PayPal', openPayPal);
  describe('PayPal', () => {
    sendsCustomersToPayPal(openPayPal);
  });
  describe('PayPal', () => {
    keepsToPayPalsWays(openPayPal);
  });
}
