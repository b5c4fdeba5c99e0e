import { fileURLToPath } from 'node:url';
import { tokeniserLaunch } from './launch.js';
import { readSettings, SettingsError } from './settings.js';

// `node --no-warnings dist/tokeniser/start.js` becomes the tokeniser: for containers and service managers.
try {
  const { CARD_KEYS_FILE, CARD_TOKENISER_SOCKET } = readSettings();
  const program = fileURLToPath(new URL('main.js', import.meta.url));
  const { execPath, execArgv } = tokeniserLaunch(program, { CARD_KEYS_FILE, CARD_TOKENISER_SOCKET });
  process.execve!(execPath, [execPath, ...execArgv, program]);
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
