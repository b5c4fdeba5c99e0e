import { defineEntity, p } from '@mikro-orm/core';
import { User } from './user.entity.js';

const SessionSchema = defineEntity({
  name: 'Session',
  tableName: 'sessions',
  properties: {
    id: p.uuid().primary(),
    user: () => p.manyToOne(User),
    /** By the database's clock; each refresh moves it forward. */
    expiresAt: p.datetime(),
    revokedAt: p.datetime().nullable(),
  },
});

/** One log-in: the family of all refresh tokens that came out of it. */
export class Session extends SessionSchema.class {}
SessionSchema.setClass(Session);
