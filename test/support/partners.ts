import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { SCOPES, type Scope } from '../../src/auth/scopes.decorator.js';
import { Client } from './client.js';
import type { World } from './world.js';

/** A partner with a key of these scopes, all unless told; written past the command, which takes two seconds. */
export async function partnerOf(
  world: World,
  { scopes = SCOPES, email = 'owner@partner.example' }: { scopes?: readonly Scope[]; email?: string } = {},
): Promise<Client & { readonly partnerId: string }> {
  const [partnerId, key] = [randomUUID(), `sk_test_${randomBytes(32).toString('base64url')}`];
  await world.db.query(`insert into partners (id, name, personal) values ($1, 'Parcels Ltd', $2)`, [
    partnerId,
    JSON.stringify({ email }),
  ]);
  await world.db.query(
    `insert into api_keys (id, partner_id, key_hash, hint, scopes) values ($1, $2, $3, $4, $5)`,
    [
      randomUUID(),
      partnerId,
      createHash('sha256').update(key).digest('base64url'),
      key.slice(0, 14),
      [...scopes],
    ],
  );
  return Object.assign(new Client(world.baseUrl, key), { partnerId });
}
