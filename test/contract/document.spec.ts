import { backOfficeProblems } from '../../src/shared/problems/back-office.js';
import { spawnSync } from 'node:child_process';
import { problems, type ProblemCode } from '../../src/shared/problem.js';
import { contract, faultsOf, type Media, type Operation } from '../support/contract.js';

interface Named {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

const OPERATIONS: Named[] = Object.entries(contract.paths).flatMap(([path, operations]) =>
  Object.entries(operations).map(([method, operation]) => {
    return { name: `${method.toUpperCase()} ${path}`, method, path, operation };
  }),
);

const MEDIA = OPERATIONS.flatMap(({ name, path, operation }) => [
  ...Object.entries(operation.requestBody?.content ?? {}).map(([type, media]) => ({
    name: `${name} request`,
    path,
    status: 0,
    type,
    media,
  })),
  ...Object.entries(operation.responses).flatMap(([status, response]) =>
    Object.entries(response.content ?? {}).map(([type, media]) => {
      return { name: `${name} ${status}`, path, status: Number(status), type, media };
    }),
  ),
]);

/** Pages are for people: they need no example, and their refusals are pages. So is paper. */
const DOCUMENTS = MEDIA.filter(({ type }) => type !== 'text/html' && type !== 'application/pdf');

const examplesOf = (media: Media): unknown[] =>
  media.examples ? Object.values(media.examples).map((example) => example.value) : [media.example];

const run = (file: string, args: readonly string[]) =>
  spawnSync(process.execPath, [file, ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
  });

describe('the contract', () => {
  it('is what the code says', () => {
    const { status, stderr } = run('dist/app/generate.js', ['--check']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('is a valid OpenAPI document by the rules of redocly.yaml', () => {
    const { status, stdout, stderr } = run('node_modules/@redocly/cli/bin/cli.js', [
      'lint',
      '--format=stylish',
    ]);
    expect({ status, told: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, told: '' });
  });

  it('names every operation once, in one word', () => {
    const ids = OPERATIONS.map(({ operation }) => operation.operationId ?? '');
    expect(ids.filter((id) => !/^[a-z][A-Za-z]+$/.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(OPERATIONS)('$name says what it is for', ({ operation }) => {
    expect(operation.summary).toMatch(/^\S.{5,}/);
    expect(operation.tags).toHaveLength(1);
  });

  it.each(DOCUMENTS.filter(({ status }) => status < 400))(
    '$name has an example, and it fits',
    ({ media }) => {
      const examples = examplesOf(media);
      expect(examples.length).toBeGreaterThan(0);
      for (const example of examples) {
        expect(example).toEqual(expect.any(Object));
        expect(faultsOf(media.schema!, example)).toBeUndefined();
      }
    },
  );

  it.each(DOCUMENTS.filter(({ status }) => status >= 400))(
    '$name has an example with the real body for each code',
    ({ media, path, status, type }) => {
      expect(type).toBe('application/problem+json');
      const examples = Object.entries(media.examples ?? {});
      expect(examples.length).toBeGreaterThan(0);
      const instance = new RegExp(`^${path.replace(/\{\w+\}/g, '[^/{}]+')}$`);
      for (const [code, { value }] of examples) {
        const { error, detail, ...rest } = problems[code as ProblemCode];
        expect(rest.status).toBe(status);
        expect(value).toMatchObject({
          type: `/problems/${code}`,
          title: error,
          status,
          detail,
          instance: expect.stringMatching(instance),
          error,
          code,
          requestId: expect.any(String),
        });
        expect(faultsOf(media.schema!, value)).toBeUndefined();
      }
    },
  );

  it('every code that the product can answer stands at some operation, but for those of routes that are left out', () => {
    const named = new Set(MEDIA.flatMap(({ media }) => Object.keys(media.examples ?? {})));
    const missing = Object.keys(problems).filter((code) => !named.has(code));
    // Webhooks are the gateways', and described by them; the panel is no part of the API.
    const elsewhere = ['gateway_not_found', 'webhook_not_verifiable', ...Object.keys(backOfficeProblems)];
    expect(missing.toSorted()).toEqual(elsewhere.toSorted());
  });

  it.each(OPERATIONS)('$name names how it refuses want of a token and of a good body', ({ operation }) => {
    const statuses = Object.keys(operation.responses);
    const forClosed = operation.security?.length ? ['401'] : [];
    const forBodies = operation.requestBody ? ['400', '413', '415'] : [];
    expect(statuses).toEqual(expect.arrayContaining([...forClosed, ...forBodies, '500']));
  });

  it('every change that a known caller makes takes an Idempotency-Key', () => {
    const without = OPERATIONS.filter(({ method, operation }) => {
      const parameters = operation.parameters ?? [];
      return (
        method !== 'get' &&
        !parameters.some((each) => each.name === 'Idempotency-Key' && each.in === 'header')
      );
    });
    // A quote changes nothing; whoever registers, logs in or asks for a link is not known yet; a carrier signs instead of logging in.
    expect(without.map(({ name }) => name).filter((name) => !name.startsWith('POST /auth/'))).toEqual([
      'POST /orders/quote',
      'POST /orders/links',
      'POST /carriers/{carrier}/events',
    ]);
  });
});
