import { defineEntity, p } from '@mikro-orm/core';
import { newId } from '../../shared/ids.js';
import { emailKey, nameKey } from '../../shared/personal-data.js';
import { PersonalColumn } from './personal.column.js';

const UserSchema = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: {
    id: p.uuid().primary(),
    /** Digest of the address: unique among users with a password, so that guests never collide with accounts. */
    emailKey: p.string(),
    /** Digest of the full name; absent for who gave none. */
    nameKey: p.string().nullable(),
    personal: p.type(PersonalColumn),
    /** Absent for guests: nobody can log in as one. */
    passwordHash: p.string().nullable(),
    role: p.enum(['customer', 'admin']),
  },
});

/** A person who buys, with an account or as a guest, or who runs the shop. */
export class User extends UserSchema.class {}
UserSchema.setClass(User);

/** The columns of a new user; the digest always belongs to the address. */
export function newUser(user: {
  email: string;
  name?: string;
  passwordHash?: string;
  role?: 'customer' | 'admin';
}) {
  return {
    id: newId(),
    emailKey: emailKey(user.email),
    nameKey: nameKey(user.name),
    personal: { email: user.email, name: user.name ?? null },
    passwordHash: user.passwordHash ?? null,
    role: user.role ?? 'customer',
  };
}
