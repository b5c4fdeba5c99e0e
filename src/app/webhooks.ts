import { parseArgs } from 'node:util';
import { type Config, ConfigError } from '../config.js';
import { type Subscription, subscriptions } from '../payments/index.js';

const USAGE =
  'Use: webhooks --url <https address of the api> [--create]. Without --create it only tells what to subscribe to.';

/**
 * Tells what has to be subscribed to at each gateway, and with `--create` does it. The settings that this yields, secrets
 * among them, are shown once, to whoever runs it, and kept nowhere.
 */
export async function webhooks(config: Config, words: readonly string[]): Promise<void> {
  const { url, create } = readOptions(words);
  for (const subscription of subscriptions(config, url)) {
    say(`${subscription.gateway}: ${subscription.endpoint}`);
    for (const event of subscription.events) say(`  ${event}`);
    if (create) await makeIt(subscription);
  }
}

async function makeIt({ gateway, create }: Subscription): Promise<void> {
  try {
    const settings = Object.entries(await create());
    say(`  made; set ${settings.map(([variable, value]) => `${variable}=${value}`).join(' ')}`);
  } catch {
    // The provider's own words may quote the request, and with it a key.
    say(
      `  not made: ${gateway} refused it or did not answer. Are its keys right, and can it reach the address?`,
    );
    process.exitCode = 1;
  }
}

function readOptions(words: readonly string[]): { url: string; create: boolean } {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: { url: { type: 'string' }, create: { type: 'boolean', default: false } },
    });
    const { url = '', create } = values;
    if (!/^https?:$/.test(new URL(url).protocol)) throw new TypeError();
    return { url, create };
  } catch {
    throw new ConfigError(USAGE);
  }
}

const say = (line: string): boolean => process.stdout.write(`${line}\n`);
