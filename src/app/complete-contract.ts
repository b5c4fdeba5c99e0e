import type { OpenAPIObject } from '@nestjs/swagger';
import { problemExample } from '../shared/http/api-problems.js';
import { problems } from '../shared/problem.js';

/* What the decorators cannot say, or would have to say at every place. */

/** Numbers that may have decimals: amounts in the currency's own, and rates. Every other number of the contract is an integer. */
const AMOUNTS = new Set([
  'price',
  'subtotal',
  'total',
  'shippingCost',
  'tax',
  'taxable',
  'rate',
  'grandTotal',
  'amount',
  'expectedTotal',
]);

interface Schema {
  type?: string;
  example?: unknown;
  enum?: unknown[];
  $ref?: string;
  allOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
}
interface Media {
  schema?: Schema;
  example?: unknown;
  examples?: Record<string, { value: { instance?: string } }>;
}
interface Operation {
  description?: string;
  security?: object[];
  'x-scope'?: string;
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { description?: string; content?: Record<string, Media> }>;
}

/**
 * Completes the generated document in place: integers are called so, bodies have a worked example, every problem names
 * its own path, and every operation may end in a fault of ours.
 */
export function completeContract(document: OpenAPIObject): OpenAPIObject {
  const schemas = (document.components?.schemas ?? {}) as Record<string, Schema>;
  for (const schema of Object.values(schemas)) callIntegersSo(schema);
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const operation of Object.values(operations as Record<string, Operation>)) {
      if (operation.responses) completeOperation(path, operation, schemas);
    }
  }
  return document;
}

function callIntegersSo(schema: Schema): void {
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (property.type === 'number' && !AMOUNTS.has(name)) property.type = 'integer';
  }
}

function completeOperation(path: string, operation: Operation, schemas: Record<string, Schema>): void {
  operation.responses['500'] ??= {
    description: 'Internal server error (`internal_error`)',
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/ProblemDto' },
        examples: { internal_error: { value: problemExample('internal_error') } },
      },
    },
  };
  // A page for people is one however it ends; only a fault of ours is told as a problem.
  if (operation.responses['200']?.content?.['text/html']) {
    for (const [status, { content }] of Object.entries(operation.responses)) {
      if (content && status !== '500') content['text/html'] = { schema: { type: 'string' } };
    }
  }
  // Open to anyone: said, rather than left out.
  operation.security ??= [];
  if (operation.security.length > 0) tellOfKeys(operation);
  for (const media of Object.values(operation.requestBody?.content ?? {})) {
    if (!media.examples && media.schema) media.example = exampleOf(media.schema, schemas);
  }
  for (const response of Object.values(operation.responses)) {
    for (const [type, media] of Object.entries(response.content ?? {})) {
      for (const example of Object.values(media.examples ?? {})) example.value.instance = examplePath(path);
      if (type === 'application/json' && media.schema) media.example = exampleOf(media.schema, schemas);
    }
  }
}

/** Every operation that is not open to anyone refuses a key without its scope, and all keys where there is none. */
function tellOfKeys(operation: Operation): void {
  const scope = operation['x-scope'];
  if (scope) {
    const told = `Open to partners whose key has the scope \`${scope}\`.`;
    operation.description = operation.description ? `${operation.description}\n\n${told}` : told;
  }
  const { error } = problems.forbidden;
  const refusal = (operation.responses['403'] ??= { description: '' });
  const media = ((refusal.content ??= {})['application/problem+json'] ??= {
    schema: { $ref: '#/components/schemas/ProblemDto' },
  });
  const example = problemExample('forbidden');
  const { missingScope: _, ...withoutScope } = example as typeof example & { missingScope?: string };
  if (!media.examples?.['forbidden'])
    refusal.description = [refusal.description, `${error} (\`forbidden\`)`].filter(Boolean).join(' · ');
  const value = scope ? { ...withoutScope, missingScope: scope } : withoutScope;
  media.examples = { ...media.examples, forbidden: { value } };
}

const examplePath = (path: string): string =>
  path
    .replace('{orderId}', 'ORD-7K3M9QX2TB')
    .replace('{returnId}', 'ret_01k9yv7d2nf0a8m5c3x1t6q4wz')
    .replace('{productId}', 'prod_mug')
    .replace('{attemptId}', '019ab3c2-5d1e-7a34-9c11-8f2e6d7b1a90')
    .replace('{parcelId}', 'par_01k9yv7d2nf0a8m5c3x1t6q4wz')
    .replace('{endpointId}', 'we_01k9yv7d2nf0a8m5c3x1t6q4wz')
    .replace('{deliveryId}', 'whd_01k9yv7d2nf0a8m5c3x1t6q4wz')
    .replace('{mailId}', 'mail_01k9yv7d2nf0a8m5c3x1t6q4wz')
    .replace('{carrier}', 'ups')
    .replace('{number}', 'CN-2026-000001')
    .replace('{code}', 'cart_empty');

/** A value made of the examples of a schema's properties. */
function exampleOf(schema: Schema, schemas: Record<string, Schema>): unknown {
  if (schema.example !== undefined) return schema.example;
  if (schema.$ref) return exampleOf(schemas[schema.$ref.split('/').at(-1)!] ?? {}, schemas);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => exampleOf(part, schemas)));
  if (schema.items) return [exampleOf(schema.items, schemas)];
  if (schema.enum) return schema.enum[0];
  if (!schema.properties) return undefined;
  const values = Object.entries(schema.properties).map(
    ([name, property]) => [name, exampleOf(property, schemas)] as const,
  );
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}
