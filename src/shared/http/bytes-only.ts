import { RouteConfig } from '@nestjs/platform-fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly bytesOnly?: { readonly limitBytes: number };
  }
}

/** The handler gets `rawBody` and nothing else, up to this size: nobody reads what came before its sender is proven. */
export const BytesOnly = (limitBytes: number): MethodDecorator => RouteConfig({ bytesOnly: { limitBytes } });
