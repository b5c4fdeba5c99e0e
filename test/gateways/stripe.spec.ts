import { describeGateway } from './gateway-contract.js';
import { openLiveStripe, openStripe } from './stripe/provider.js';

const { STRIPE_LIVE_SANDBOX, STRIPE_SECRET_KEY = '' } = process.env;

if (STRIPE_LIVE_SANDBOX === '1') {
  describeGateway('Stripe in test mode', () => openLiveStripe(STRIPE_SECRET_KEY), {
    customers: true,
    box: false,
  });
} else {
  describeGateway('Stripe', openStripe);
}
