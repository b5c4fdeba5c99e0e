import { z } from 'zod';
import { OVERLAP_HOURS_MAX } from './key-set.js';

/** What a socket's address holds (`sun_path` of Linux, less its final NUL). */
const SOCKET_PATH_MAX_BYTES = 107;
/** Each could have Node print or serve what is in memory. */
const FORBIDDEN = ['NODE_OPTIONS', 'NODE_DEBUG', 'NODE_DEBUG_NATIVE'] as const;

const schema = z.object({
  /** A JWK Set with private P-256 keys, the newest last. */
  CARD_KEYS_FILE: z.string(),
  /** Where the api reaches this process. */
  CARD_TOKENISER_SOCKET: z.string().refine((path) => Buffer.byteLength(path) <= SOCKET_PATH_MAX_BYTES),
  CARD_ENVELOPE_MAX_AGE_SECONDS: z.coerce
    .number()
    .positive()
    .default(15 * 60),
  /** How long a key still opens after its successor was made. */
  CARD_KEY_OVERLAP_HOURS: z.coerce.number().positive().max(OVERLAP_HOURS_MAX).default(24),

  STRIPE_SECRET_KEY: z.string().min(1),
  STRIPE_API_URL: z.url({ protocol: /^https?$/ }).default('https://api.stripe.com'),
  GATEWAY_CALL_SECONDS: z.coerce.number().positive().default(5),
});

export type Settings = Readonly<z.infer<typeof schema>>;

/** A start that cannot be: the message names what is wrong and holds no value. */
export class SettingsError extends Error {}

/** The only reader of the environment here. */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): Settings {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const forbidden = FORBIDDEN.filter((name) => name in present);
  if (forbidden.length > 0) throw new SettingsError(`${forbidden.join(', ')} must not be set.`);
  const parsed = schema.safeParse(present);
  if (parsed.success) return Object.freeze(parsed.data);
  const faults = parsed.error.issues.map((issue) => {
    const name = issue.path.join('.');
    return name in present ? `${name} is set but not usable` : `${name} is not set`;
  });
  throw new SettingsError(`${[...new Set(faults)].join('; ')}.`);
}

/** Where the card keys are, for those who make them: as set, or where `npm start` keeps them. */
export const keysFileOf = (environment: NodeJS.ProcessEnv = process.env): string =>
  environment['CARD_KEYS_FILE'] || '.settle/card-keys.json';
