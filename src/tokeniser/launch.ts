import { dirname, join } from 'node:path';

/** The settings of the tokeniser. It is told nothing else: there are variables that have Node show what is in memory. */
const SETTINGS = [
  'CARD_KEYS_FILE',
  'CARD_TOKENISER_SOCKET',
  'CARD_ENVELOPE_MAX_AGE_SECONDS',
  'CARD_KEY_OVERLAP_HOURS',
  'STRIPE_SECRET_KEY',
  'STRIPE_API_URL',
  'GATEWAY_CALL_SECONDS',
] as const;

/** Options for `fork`. */
export interface Launch {
  readonly execPath: string;
  readonly execArgv: string[];
  readonly env: NodeJS.ProcessEnv;
}

/**
 * How the tokeniser is started: without core dumps, without a debugger, and able to read its own code and the card keys,
 * to make its socket, and nothing else of the disk. It refuses to run in any other way (`confinement.ts`).
 */
export function tokeniserLaunch(program: string, environment: NodeJS.ProcessEnv): Launch {
  const env = Object.fromEntries(SETTINGS.map((name) => [name, environment[name]]));
  const reads = [
    `${dirname(program)}/`,
    `${join(dirname(program), '../../node_modules/zod')}/`,
    '/proc/self/limits',
    env['CARD_KEYS_FILE'],
  ];
  return {
    execPath: '/bin/sh',
    execArgv: [
      '-c',
      'ulimit -c 0 && exec "$0" "$@"',
      process.execPath,
      '--permission',
      ...reads.map((path) => `--allow-fs-read=${path}`),
      `--allow-fs-write=${env['CARD_TOKENISER_SOCKET']}`,
      // Packages are read where they are installed, not where a link of theirs leads.
      '--preserve-symlinks',
      '--disable-sigusr1',
      '--disallow-code-generation-from-strings',
      '--no-warnings',
    ],
    env,
  };
}
