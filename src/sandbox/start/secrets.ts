import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivately } from '../../tokeniser/key-file.js';
import { SetupError } from '../setup-error.js';

export interface Secrets {
  JWT_SECRET: string;
  STRIPE_SECRET_KEY: string;
  STRIPE_WEBHOOK_SECRET: string;
}

/** Made once and kept, so that a log-in survives a restart and a webhook that waited still verifies. */
export function ensureSecrets(folder: string): Secrets {
  const file = join(folder, 'secrets.json');
  if (!existsSync(file))
    writePrivately(file, {
      JWT_SECRET: random(),
      STRIPE_SECRET_KEY: `sk_test_${random()}`,
      STRIPE_WEBHOOK_SECRET: `whsec_${random()}`,
    } satisfies Secrets);
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
  } catch {
    throw new SetupError(`${file} cannot be read: delete it and new secrets are made (log-ins end).`);
  }
}

function random(): string {
  return randomBytes(32).toString('base64url');
}
