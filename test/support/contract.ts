import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

interface Schema {
  [key: string]: unknown;
  properties?: Record<string, Schema>;
}
interface Operation {
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}
export interface Contract {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

export const contract = JSON.parse(
  readFileSync(join(process.cwd(), 'openapi/openapi.json'), 'utf8'),
) as Contract;

/** Answers may not tell more than the contract; problems may, by their facts. */
function closed(document: Contract): Contract {
  const copy = structuredClone(document);
  const composed = new Set(
    JSON.stringify(copy)
      .match(/"allOf":\[\{"\$ref":"#\/components\/schemas\/\w+"/g)
      ?.map((ref) => ref.match(/schemas\/(\w+)/)![1]!),
  );
  for (const [name, schema] of Object.entries(copy.components.schemas)) {
    if (schema.properties && name !== 'ProblemDto' && !composed.has(name))
      schema['additionalProperties'] = false;
  }
  return copy;
}

const ajv = new Ajv({ strict: false, allErrors: true });
(addFormats as unknown as (instance: Ajv) => void)(ajv);
ajv.addSchema(closed(contract), 'contract');

const templates = Object.keys(contract.paths).map((path) => ({
  path,
  pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
  literal: !path.includes('{'),
}));

const validators = new Map<string, ValidateFunction>();

/** Throws where an answer is not what the contract says of this operation and status. */
export function checkAnswer(method: string, url: string, status: number, type: string, body: unknown): void {
  const path = url.split('?')[0]!;
  const matching = templates.filter((template) => template.pattern.test(path));
  const found = matching.find((template) => template.literal) ?? matching[0];
  const operation = found && contract.paths[found.path]?.[method.toLowerCase()];
  // What is no operation of the contract can only be refused.
  if (!operation) return;
  const declared = operation.responses[String(status)];
  if (!declared)
    throw new Error(`${method} ${found.path} answered ${status}, which the contract does not know`);
  const media = type.split(';')[0]!;
  if (!declared.content) return;
  if (!declared.content[media]) throw new Error(`${method} ${found.path} ${status} answered ${media}`);
  const key = [found.path, method.toLowerCase(), String(status), media].join(' ');
  const pointer = [
    'paths',
    found.path,
    method.toLowerCase(),
    'responses',
    String(status),
    'content',
    media,
    'schema',
  ]
    .map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1'))
    .map(encodeURIComponent)
    .join('/');
  const validate = validators.get(key) ?? ajv.compile({ $ref: `contract#/${pointer}` });
  validators.set(key, validate);
  if (!validate(body)) {
    throw new Error(
      `${method} ${url} ${status} breaks the contract: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(body)}`,
    );
  }
}
