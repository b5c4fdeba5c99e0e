import { join } from 'node:path';
import { readConfig } from '../src/config.js';

/** Read before AdminJS is told what it takes out of the environment. */
export const config = readConfig();

/** Its minified assets, and the bundle that was built: nothing is bundled at a start. */
process.env['NODE_ENV'] = 'production';
process.env['ADMIN_JS_SKIP_BUNDLE'] = 'true';
process.env['ADMIN_JS_TMP_DIR'] = join(import.meta.dirname, 'bundle');
