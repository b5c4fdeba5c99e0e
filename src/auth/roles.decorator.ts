import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';

export type Role = 'customer' | 'admin';

export const ROLES = 'settle:roles';

/** Of people only these may call, nobody where none is named: anyone else gets 403 `forbidden`, and the audit a row. */
export const Roles = (...roles: Role[]): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(ROLES, roles), ApiExtension('x-roles', roles));
