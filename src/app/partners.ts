import { parseArgs } from 'node:util';
import { AppModule } from '../app.module.js';
import { type ApiKey, isScope, type Scope, SCOPES } from '../auth/index.js';
import { type Config, ConfigError } from '../config.js';
import { AddKey, CreatePartner, PartnerQueries, type PartnerRow, RevokeKey } from '../partners/index.js';
import { publicId } from '../shared/ids.js';
import { type Command, runCommand } from './run-command.js';

const USAGE = `Use: partners create "Name" --email owner@example.com --scopes a,b [--live]
     partners list
     partners keys add <partnerId> --scopes a,b [--live]
     partners revoke <keyId>
Scopes: ${SCOPES.join(', ')}.`;

/** Who may work with the shop by an API key. A key is shown here, once, and kept nowhere. */
export async function partners(config: Config, words: readonly string[]): Promise<void> {
  await runCommand(AppModule.with(config), read(words));
}

function read(words: readonly string[]): Command {
  const { given, email, scopes, mode } = optionsOf(words);
  const [verb, first, second] = given;
  if (verb === 'create' && isLine(first) && isAddress(email) && scopes && given.length === 2)
    return async (app) => tell(await app.get(CreatePartner).run({ name: first, email, scopes, mode }));
  if (verb === 'list' && given.length === 1)
    return async (app) => (await app.get(PartnerQueries).list()).forEach(tellPartner);
  if (verb === 'keys' && first === 'add' && second && scopes && given.length === 3)
    return async (app) => tell(await app.get(AddKey).run({ partnerId: second, scopes, mode }));
  if (verb === 'revoke' && first && given.length === 2)
    return async (app) => {
      if (await app.get(RevokeKey).run(first)) say(`${first} opens nothing any more.`);
      else fail(`There is no such key, or it was revoked before: ${first}`);
    };
  throw new ConfigError(USAGE);
}

function optionsOf(words: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        email: { type: 'string' },
        scopes: { type: 'string' },
        live: { type: 'boolean', default: false },
      },
    });
    const mode = values.live ? ('live' as const) : ('test' as const);
    return { given: positionals, email: values.email, scopes: scopesOf(values.scopes), mode };
  } catch {
    throw new ConfigError(USAGE);
  }
}

function scopesOf(text: string | undefined): Scope[] | undefined {
  const named = text?.split(',').map((word) => word.trim());
  return named?.every(isScope) ? [...new Set(named)] : undefined;
}

const isLine = (text: string | undefined): text is string => /^[^\p{C}]{1,120}$/u.test(text ?? '');
const isAddress = (text: string | undefined): text is string =>
  /^[^\s"\p{C}@]+@[^\s"\p{C}@]+$/u.test(text ?? '');

function tell(told: { partnerId: string; keyId: string; key: string } | undefined): void {
  if (!told) return fail('There is no such partner.');
  say(`partner ${told.partnerId}`);
  say(`key     ${told.keyId}`);
  say(`secret  ${told.key}`);
  say('The secret is shown this once: keep it where other secrets are.');
}

function tellPartner({ partnerId, name, email, keys }: PartnerRow): void {
  say(`${partnerId}  ${name} <${email}>`);
  for (const key of keys) say(`  ${lineOf(key)}`);
}

function lineOf({ id, hint, scopes, lastUsedAt, revokedAt }: ApiKey): string {
  const state = revokedAt
    ? `revoked ${isoTime(revokedAt)}`
    : `last used ${lastUsedAt ? isoTime(lastUsedAt) : 'never'}`;
  return `${publicId('key', id)}  ${hint}…  ${scopes.join(',')}  ${state}`;
}

function fail(line: string): void {
  process.stderr.write(`${line}\n`);
  process.exitCode = 1;
}

const isoTime = (moment: string): string => new Date(moment).toISOString();

const say = (line: string): boolean => process.stdout.write(`${line}\n`);
