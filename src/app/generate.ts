import 'reflect-metadata';
import { readFile, writeFile } from 'node:fs/promises';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../app.module.js';
import type { Config } from '../config.js';
import { orderStates, returnStates } from '../orders/index.js';
import { httpAdapter } from '../shared/http/server.js';
import { permissionTable } from '../staff/index.js';
import { openApiDocument } from './docs.js';
import { errorPage } from './error-page.js';
import { checkTable } from './verify/check-table.js';

/**
 * `node dist/app/generate.js` writes what is made from the code and checked in; with `--check` it writes nothing, and
 * tells which files no longer say what the code says.
 */
interface Generated {
  readonly path: string;
  /** The whole file as it should be, given the one that is there (empty where there is none). */
  readonly make: (present: string) => string | Promise<string>;
}

const GENERATED: readonly Generated[] = [
  { path: 'openapi/openapi.json', make: contract },
  { path: 'docs/errors.md', make: errorPage },
  {
    path: 'README.md',
    make: (present) => withSection(present, 'order states', diagram(orderStates.toMermaid('pending'))),
  },
  {
    path: 'docs/integrating.md',
    make: (present) => withSection(present, 'return states', diagram(returnStates.toMermaid('requested'))),
  },
  {
    path: 'docs/security.md',
    make: (present) => withSection(present, 'permissions', permissionTable()),
  },
  { path: 'docs/operations.md', make: (present) => withSection(present, 'checks', checkTable()) },
];

const checks = process.argv.includes('--check');
const stale: string[] = [];
for (const { path, make } of GENERATED) {
  const file = new URL(`../../${path}`, import.meta.url);
  const present = await readFile(file, 'utf8').catch(() => '');
  const wanted = await make(present);
  if (wanted === present) continue;
  stale.push(path);
  if (!checks) await writeFile(file, wanted);
}
if (checks && stale.length > 0) {
  process.stderr.write(`Not what the code says: ${stale.join(', ')}. Run "npm run generate".\n`);
  process.exit(1);
}
process.exit(0);

async function contract(): Promise<string> {
  // Preview builds the routes and instantiates nothing, so no setting is read and nothing is connected.
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with({} as Config), httpAdapter(), {
    preview: true,
    logger: false,
  });
  return `${JSON.stringify(openApiDocument(app), null, 2)}\n`;
}

function diagram(mermaid: string): string {
  return ['```mermaid', mermaid, '```'].join('\n');
}

/** Replaces what stands between a section's two markers; the rest of the file is written by people. */
function withSection(present: string, name: string, content: string): string {
  const [begin, end] = [`<!-- generated: ${name} -->`, `<!-- end of generated: ${name} -->`];
  const [before, rest] = present.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`the markers of "${name}" are missing`);
  return `${before}${begin}\n${content}\n${end}${after}`;
}
