import { request as byHttp, type IncomingMessage } from 'node:http';

/**
 * Asks the tokeniser: JSON over its socket, a connection for each request. `undefined` where no answer came in time, or
 * none that it gives to what it understood.
 */
export function askTokeniser<Answer>(
  socketPath: string,
  path: string,
  body: object | undefined,
  limitMs: number,
): Promise<Answer | undefined> {
  const method = body ? 'POST' : 'GET';
  const headers = { 'content-type': 'application/json' };
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(Math.max(1, Math.ceil(limitMs)));
    const request = byHttp({ socketPath, path, method, headers, agent: false, signal });
    request.on('error', () => resolve(undefined));
    request.on('response', (response) => {
      readJson<Answer>(response).then(
        (answer) => resolve(response.statusCode === 200 ? answer : undefined),
        () => resolve(undefined),
      );
    });
    request.end(body && JSON.stringify(body));
  });
}

async function readJson<Answer>(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString()) as Answer;
}
