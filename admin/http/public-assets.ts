import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Router } from 'express';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const FOLDER = join(import.meta.dirname, '..', 'assets');

/** The few files of the log-in pages, read once: no path of a request ever names a file. */
export function publicAssets(): Router {
  const router = Router();
  for (const name of readdirSync(FOLDER)) {
    const body = readFileSync(join(FOLDER, name));
    router.get(`/assets/${name}`, (_request, response) => {
      response.set('cache-control', 'public, max-age=3600').type(TYPES[extname(name)]!).send(body);
    });
  }
  return router;
}
