import { runProvider } from '../provider/run.js';
import { Gateway } from './gateway.js';
import { serve } from './serve.js';
import { readSettings, USAGE } from './settings.js';

runProvider({
  name: 'sandbox payment gateway',
  usage: USAGE,
  readSettings,
  open: (settings) => {
    const gateway = new Gateway(settings);
    return {
      serve: (exchange) => serve(gateway, exchange),
      start: () => gateway.start(),
      close: () => gateway.store.close(),
    };
  },
});
