import { unlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { assertConfined } from './confinement.js';
import { Envelopes } from './envelopes.js';
import { KeyRing } from './key-ring.js';
import { providersOf } from './providers/table.js';
import { createTokeniserServer } from './server.js';
import { readSettings, type Settings, SettingsError } from './settings.js';
import { Tokenise } from './tokenise.js';

// The process that opens card data. It prints nothing but why it cannot start, and writes nothing but its socket.

/** The socket is its owner's alone. */
const OWNER_ONLY = 0o177;

try {
  const settings = readSettings();
  assertConfined();
  process.on('uncaughtException', () => process.exit(1));
  process.umask(OWNER_ONLY);
  await serve(settings);
  process.send?.({ ready: true });
} catch (error) {
  process.stderr.write(`${error instanceof SettingsError ? error.message : 'The tokeniser cannot start.'}\n`);
  process.exit(1);
}

async function serve(settings: Settings): Promise<void> {
  const keys = readKeys(settings);
  const envelopes = new Envelopes(keys, settings.CARD_ENVELOPE_MAX_AGE_SECONDS);
  const tokenise = new Tokenise(envelopes, providersOf(settings), settings.GATEWAY_CALL_SECONDS * 1_000);
  const server = createTokeniserServer(keys, tokenise);
  // Cards that are under way get their token; each is bounded by its own deadline.
  const end = () => server.close(() => process.exit(0));
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect']) process.once(event, end);
  const socket = settings.CARD_TOKENISER_SOCKET;
  await removeLeftover(socket);
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) =>
      reject(new SettingsError(`CARD_TOKENISER_SOCKET cannot be opened (${code}).`)),
    );
    server.listen(socket, resolve);
  });
}

function readKeys({ CARD_KEYS_FILE, CARD_KEY_OVERLAP_HOURS }: Settings): KeyRing {
  try {
    return new KeyRing(CARD_KEYS_FILE, CARD_KEY_OVERLAP_HOURS * 3_600_000);
  } catch {
    throw new SettingsError(
      'CARD_KEYS_FILE is no readable JWK Set of P-256 keys with kid and createdAt, the newest last and private.',
    );
  }
}

/** A tokeniser that was killed leaves its socket, and nobody behind it. */
async function removeLeftover(path: string): Promise<void> {
  const served = await new Promise<boolean>((resolve) => {
    const probe = connect(path);
    probe.on('connect', () => resolve(true)).on('error', () => resolve(false));
    probe.unref();
  });
  if (served) throw new SettingsError('CARD_TOKENISER_SOCKET is in use by another tokeniser.');
  try {
    unlinkSync(path);
  } catch {
    // Not there; or not ours, which listening will tell.
  }
}
