import { runProvider } from '../provider/run.js';
import { PayPal } from './paypal.js';
import { serve } from './serve.js';
import { readSettings, USAGE } from './settings.js';

runProvider({
  name: 'sandbox PayPal',
  usage: USAGE,
  readSettings,
  open: (settings, port) => {
    const paypal = new PayPal(settings, port);
    return {
      serve: (exchange) => serve(paypal, exchange),
      start: () => paypal.start(),
      close: () => paypal.store.close(),
    };
  },
});
