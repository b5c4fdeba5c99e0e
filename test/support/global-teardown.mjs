import { rmSync } from 'node:fs';

export default async function tearDown() {
  const server = globalThis.testPostgres;
  await server?.stop('immediate');
  for (const folder of [server?.dataDir, process.env.TEST_FILES]) {
    if (folder) rmSync(folder, { recursive: true, force: true });
  }
}
