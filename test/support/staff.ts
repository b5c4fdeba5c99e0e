import { createHash } from 'node:crypto';
import { TOTP, Secret } from 'otpauth';
import type pg from 'pg';

/** As the demo provides them (src/app/demo-staff.ts): known to everybody, one for each role. */
const DEMO_TOTP_SECRET = 'SETTLEDEMOSETTLEDEMOSETTLEDEMO22';

export type Role = 'support' | 'fulfilment' | 'finance' | 'admin' | 'auditor';

export const emailOf = (role: Role): string => `${role}@settle.example`;
export const passwordOf = (role: Role): string => `${role}-password-1`;

export const codeOf = (secret: string, atMs = Date.now()): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: atMs });

/** A code is good once: tests that log in again go on as if its step had never been used. */
export async function freshCode(db: pg.Pool, role: Role): Promise<string> {
  await db.query('update staff_members set totp_last_step = 0 where email_key = $1', [keyOf(emailOf(role))]);
  return codeOf(DEMO_TOTP_SECRET);
}

/** Who that is, in the audit. */
export async function memberOf(db: pg.Pool, role: Role): Promise<string> {
  const { rows } = await db.query<{ id: string }>('select id from staff_members where email_key = $1', [
    keyOf(emailOf(role)),
  ]);
  return rows[0]!.id;
}

/** What a member's row is looked up by. */
export const keyOf = (email: string): string =>
  createHash('sha256').update(email.trim().toLowerCase().normalize('NFC')).digest('base64url');

/** What people of the shop have done, by the audit: as whom, to what, and why. */
export async function doneByStaff(
  db: pg.Pool,
  action: string,
): Promise<{ role: string; subject_id: string; reason: string | null }[]> {
  const { rows } = await db.query<{ role: string; subject_id: string; reason: string | null }>(
    `select m.role, a.subject_id, a.facts->>'reason' as reason from audit_log a join staff_members m on m.id = a.actor_id
     where a.action = $1 and a.outcome = 'done' and a.actor_kind = 'admin'`,
    [action],
  );
  return rows;
}
