import { fileURLToPath } from 'node:url';
import { runInBox } from './start/run-in-box.js';

// What `npm run verify`, `webhooks`, `partners`, `staff` and `jobs` run: a role of the application, over the box that `npm start` has started.
const root = fileURLToPath(new URL('../../', import.meta.url));
const application = fileURLToPath(new URL('../main.js', import.meta.url));
const [role = 'verify', ...options] = process.argv.slice(2);

process.exitCode = await runInBox(root, application, role, options);
