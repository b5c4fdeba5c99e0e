import { fileURLToPath } from 'node:url';
import { verifyBox } from './start/verify-box.js';

// What `npm run verify` runs: the comparison of all books, over the box that `npm start` has started.
const root = fileURLToPath(new URL('../../', import.meta.url));
const application = fileURLToPath(new URL('../main.js', import.meta.url));

process.exitCode = await verifyBox(root, application, process.argv.slice(2));
