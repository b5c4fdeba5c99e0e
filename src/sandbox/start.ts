import { fileURLToPath } from 'node:url';
import { run } from './start/run.js';

// What `npm start` runs: the world in a box, and Settle in it.
const root = fileURLToPath(new URL('../../', import.meta.url));
const built = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const code = await run(root, {
  application: built('main.js'),
  panel: built('admin/main.js'),
  gateway: built('sandbox/gateway/main.js'),
  paypal: built('sandbox/paypal/main.js'),
  mailbox: built('sandbox/mailbox.js'),
  tokeniser: built('tokeniser/main.js'),
});
process.exit(code);
