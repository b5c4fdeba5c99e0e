import { defineEntity, p } from '@mikro-orm/core';
import { Session } from './session.entity.js';

const RefreshTokenSchema = defineEntity({
  name: 'RefreshToken',
  tableName: 'refresh_tokens',
  properties: {
    /** SHA-256 of the token: who reads the table cannot log in. */
    tokenHash: p.string().primary(),
    session: () => p.manyToOne(Session),
    usedAt: p.datetime().nullable(),
  },
});

/** Good for one refresh; presented a second time, one of two holders is a thief. */
export class RefreshToken extends RefreshTokenSchema.class {}
RefreshTokenSchema.setClass(RefreshToken);
