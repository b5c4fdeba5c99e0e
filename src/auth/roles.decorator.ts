import { SetMetadata } from '@nestjs/common';

export type Role = 'customer' | 'admin';

export const ROLES = 'settle:roles';

/** Only these roles may call: anyone else gets 403 `forbidden`, and the audit a row. */
export const Roles = (...roles: Role[]) => SetMetadata(ROLES, roles);
