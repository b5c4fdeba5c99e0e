import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const DIST = join(process.cwd(), 'dist');
const IMPORT = /(?:\bfrom|\bimport|\bimport\()\s*'([^']+)'/g;
/** What is only for the shop's people, and what it is made of. */
const THE_PANELS =
  /^(admin|staff|back-office)\/|\/back-office\/|^shared\/lists\/|^node_modules\/(@?adminjs|express|react|otpauth|qrcode)\b/;

/** Everything that a built file loads, by itself and later: files below dist, and packages as `node_modules/name`. */
function loadedBy(file: string, loaded = new Set<string>()): Set<string> {
  if (loaded.has(relative(DIST, file))) return loaded;
  loaded.add(relative(DIST, file));
  for (const [, name] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
    if (name!.startsWith('.')) loadedBy(join(dirname(file), name!), loaded);
    else loaded.add(`node_modules/${name}`);
  }
  return loaded;
}

describe('the api', () => {
  it('loads nothing of the panel, nor of what only the panel and the worker need', () => {
    const loaded = [...loadedBy(join(DIST, 'app/api.js'))];
    expect(loaded.length).toBeGreaterThan(300);
    expect(loaded.filter((path) => THE_PANELS.test(path))).toEqual([]);
  });

  it('is not the worker, which does load it, nor the panel', () => {
    expect(existsSync(join(DIST, 'admin/main.js'))).toBe(true);
    for (const file of ['app/worker.js', 'admin/server.js']) {
      const loaded = [...loadedBy(join(DIST, file))];
      expect([file, loaded.some((path) => THE_PANELS.test(path))]).toEqual([file, true]);
    }
  });
});
