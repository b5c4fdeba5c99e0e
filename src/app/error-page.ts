import { problemFacts } from '../shared/http/problem-examples.js';
import { backOfficeProblems } from '../shared/problems/back-office.js';
import { type ProblemCode, problems } from '../shared/problem.js';

const INTRODUCTION = `<!-- Generated from src/shared/problems by "npm run generate": change it there. -->

# Errors

Every refusal is a problem document (RFC 9457, \`application/problem+json\`):

\`\`\`json
{
  "type": "/problems/payment_failed",
  "title": "Payment failed",
  "status": 400,
  "detail": "The payment was declined; nothing was charged.",
  "instance": "/orders/create",
  "error": "Payment failed",
  "code": "payment_failed",
  "requestId": "0b6f7a52-8f5c-4f0e-9a55-3a0d6f6a1c11",
  "orderId": "ORD-7K3M9QX2TB",
  "reason": "Insufficient funds"
}
\`\`\`

Programs branch on \`code\`: a code keeps its meaning. \`error\` and \`reason\` are texts for people. \`requestId\` is also the
header \`x-request-id\` and stands in the logs: quote it when you ask about a request. \`GET /problems/{code}\` answers with
the row of this page. \`Retry-After\`, where it is sent, says in how many seconds the same request may be sent again.`;

/** `docs/errors.md`: the codes that the API answers with, by status, as the table of problems has them. */
export function errorPage(): string {
  const codes = (Object.keys(problems) as ProblemCode[]).filter((code) => !(code in backOfficeProblems));
  const byStatus = Map.groupBy(codes, (code) => problems[code].status);
  const sections = [...byStatus]
    .toSorted(([one], [other]) => one - other)
    .map(([status, ofStatus]) => [`## ${status}`, '', ...HEAD, ...ofStatus.map(row)].join('\n'));
  return `${[INTRODUCTION, ...sections].join('\n\n')}\n`;
}

const HEAD = ['| code | error | what it means | tells also |', '|---|---|---|---|'];

function row(code: ProblemCode): string {
  const { error, detail } = problems[code];
  const facts = Object.keys(problemFacts[code] ?? {}).map((fact) => `\`${fact}\``);
  return `| \`${code}\` | ${error} | ${detail} | ${facts.join(', ')} |`;
}
