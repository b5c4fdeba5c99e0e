import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly nullable?: boolean;
  readonly example?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly [keyword: string]: unknown;
}
export interface Media {
  readonly schema?: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}
export interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly security?: readonly object[];
  /** Of people only these may; everyone where it is absent. */
  readonly 'x-roles'?: readonly string[];
  /** Partners may whose key has it; none where it is absent. */
  readonly 'x-scope'?: string;
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>;
}
export interface Contract {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export const contract = JSON.parse(
  readFileSync(join(process.cwd(), 'openapi/openapi.json'), 'utf8'),
) as Contract;

/** Problems tell facts beside the fields that all have. */
const OPEN_SCHEMAS: ReadonlySet<string> = new Set(['#/components/schemas/ProblemDto']);

/**
 * The schema where it stands for a whole value: an answer may not tell more than the contract. Closing is done where a
 * schema is used, never in the schema itself, so that composed ones (`allOf`) see each other's properties.
 */
function closed(schema: Schema): Schema {
  const nested = deepened(schema);
  if (schema.$ref !== undefined && OPEN_SCHEMAS.has(schema.$ref)) return nested;
  const isObject = [schema.$ref, schema.properties, schema.allOf, schema.anyOf, schema.oneOf].some(Boolean);
  const whole = isObject ? { ...nested, unevaluatedProperties: false } : nested;
  // How OpenAPI 3.0 generators spell "this reference or null"; taken literally, `allOf` would forbid the null.
  if (!(schema.nullable && schema.allOf)) return whole;
  const { nullable: _, type: __, ...value } = whole;
  return { anyOf: [{ type: 'null' }, value] };
}

/** Closes what is inside the schema and leaves itself open. */
function deepened(schema: Schema): Schema {
  const parts = (schemas: readonly Schema[] | undefined) => schemas?.map(deepened);
  const { properties, items, allOf, anyOf, oneOf } = schema;
  return {
    ...schema,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, closed(each)])),
    }),
    ...(items && { items: closed(items) }),
    ...(allOf && { allOf: parts(allOf) }),
    ...(anyOf && { anyOf: parts(anyOf) }),
    ...(oneOf && { oneOf: parts(oneOf) }),
  };
}

const ajv = new Ajv2020({ strict: false, allErrors: true });
(addFormats as unknown as (instance: Ajv2020) => void)(ajv);
ajv.addSchema({
  $id: 'contract:',
  components: {
    schemas: Object.fromEntries(
      Object.entries(contract.components.schemas).map(([name, schema]) => [name, deepened(schema)]),
    ),
  },
});

/** References of the document are relative to it, wherever they are compiled. */
const absolute = (schema: Schema): Schema =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"contract:#/components/')) as Schema;

const validators = new Map<string, ValidateFunction>();

/** What a value has against a schema of the contract; nothing if it fits. */
export function faultsOf(schema: Schema, value: unknown): string | undefined {
  const key = JSON.stringify(schema);
  const validate = validators.get(key) ?? ajv.compile(absolute(closed(schema)));
  validators.set(key, validate);
  return validate(value) ? undefined : ajv.errorsText(validate.errors);
}

const templates = Object.keys(contract.paths).map((path) => ({
  path,
  pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
  literal: !path.includes('{'),
}));

export interface Found {
  readonly path: string;
  readonly operation: Operation;
}

/** The operation that a request is, literal paths before templates. */
export function operationOf(method: string, url: string): Found | undefined {
  const path = url.split('?')[0]!;
  const matching = templates.filter((template) => template.pattern.test(path));
  const found = matching.find((template) => template.literal) ?? matching[0];
  const operation = found && contract.paths[found.path]?.[method.toLowerCase()];
  return operation && { path: found.path, operation };
}

export interface AnswerToCheck {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  readonly body: unknown;
}

/** Throws where an answer is not what the contract says of this operation and status. */
export function checkAnswer(method: string, url: string, answer: AnswerToCheck): void {
  const { status, contentType, text, body } = answer;
  const found = operationOf(method, url);
  const asked = `${method} ${url} ${status}`;
  if (!found)
    throw new Error(`${asked}: the contract has no such operation (a test that means it says offContract)`);
  const declared = found.operation.responses[String(status)];
  if (!declared) throw new Error(`${asked}: the contract does not know this status\n${text}`);
  if (!declared.content) {
    if (text !== '') throw new Error(`${asked}: the contract knows no body here\n${text}`);
    return;
  }
  const type = contentType.split(';')[0]!;
  const media = declared.content[type];
  if (!media) throw new Error(`${asked}: answered as "${type}"\n${text}`);
  const value = type.includes('json') ? body : text;
  const faults = media.schema && faultsOf(media.schema, value);
  if (faults) throw new Error(`${asked} breaks the contract: ${faults}\n${text}`);
  if (type === 'application/problem+json') checkProblem(asked, media, url, answer);
}

/** A problem repeats its status and path, and its code is one that the contract names for this operation. */
function checkProblem(asked: string, media: Media, url: string, { status, body, text }: AnswerToCheck): void {
  const problem = body as Record<'type' | 'code' | 'instance', string> & { status: number };
  const { code } = problem;
  if (media.examples && !Object.hasOwn(media.examples, code))
    throw new Error(`${asked}: the contract does not name the code ${code} here\n${text}`);
  const expected = { type: `/problems/${code}`, status, instance: url.split('?')[0] };
  for (const [field, value] of Object.entries(expected)) {
    if (problem[field as 'type'] !== value)
      throw new Error(`${asked}: ${field} should be ${JSON.stringify(value)}\n${text}`);
  }
}
