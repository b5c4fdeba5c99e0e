import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';

/** What an API key can be good for. Names are part of the contract with partners and never change their meaning. */
export const SCOPES = [
  'orders:read',
  'fulfilment:write',
  'refunds:write',
  'events:read',
  'webhooks:manage',
] as const;
export type Scope = (typeof SCOPES)[number];

export const SCOPE = 'settle:scope';

/** Opens a route to partners whose key has this scope; without it no key opens it, whatever its scopes. */
export const Scopes = (scope: Scope): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(SCOPE, scope), ApiBearerAuth('apiKey'), ApiExtension('x-scope', scope));
