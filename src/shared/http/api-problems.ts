import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { type ProblemCode, problems } from '../problem.js';
import { ProblemDto } from './problem.dto.js';
import { problemFacts } from './problem-examples.js';

const CODES = Symbol('problem codes');

/**
 * Documents the refusals of an operation: one response per status, one example with its real body per code. Several on
 * one method add up, so that a group of refusals can have a decorator of its own.
 */
export function ApiProblems(...codes: ProblemCode[]): MethodDecorator & ClassDecorator {
  return (target: object, method?: string | symbol, descriptor?: PropertyDescriptor) => {
    const holder = (descriptor?.value as object | undefined) ?? target;
    const earlier = (Reflect.getOwnMetadata(CODES, holder) as ProblemCode[] | undefined) ?? [];
    const all = [...new Set([...earlier, ...codes])];
    Reflect.defineMetadata(CODES, all, holder);
    applyDecorators(ApiExtraModels(ProblemDto), ...responsesOf(all))(target, method, descriptor);
  };
}

function responsesOf(codes: readonly ProblemCode[]) {
  const byStatus = Map.groupBy(codes, (code) => problems[code].status);
  return [...byStatus].map(([status, ofStatus]) =>
    ApiResponse({
      status,
      description: ofStatus.map((code) => `${problems[code].error} (\`${code}\`)`).join(' · '),
      content: {
        'application/problem+json': {
          schema: { $ref: getSchemaPath(ProblemDto) },
          examples: Object.fromEntries(ofStatus.map((code) => [code, { value: problemExample(code) }])),
        },
      },
    }),
  );
}

/** The real body of a problem, as an example; `instance` is filled in per operation. */
export function problemExample(code: ProblemCode) {
  const { status, error, detail } = problems[code];
  return {
    type: `/problems/${code}`,
    title: error,
    status,
    detail,
    instance: '/…',
    error,
    code,
    requestId: '0b6f7a52-8f5c-4f0e-9a55-3a0d6f6a1c11',
    ...problemFacts[code],
  };
}
