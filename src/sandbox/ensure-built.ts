import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// Runs before every `npm start`, straight from source by Node's type stripping: so no import of ours, and only types that
// can be erased.

const configuration = ['package.json', 'tsconfig.json', 'nest-cli.json'];
const compiler = join('node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
/** The panel, which is built after what it imports; an image of the api alone has none. */
const panel = join('admin', 'build.ts');
/** Written after a build: the compiler leaves files alone that come out the same, so their times say nothing. */
const stamp = join('dist', '.built');

const builtAt = Math.max(...[stamp, join('dist', '.tsbuildinfo'), join('dist', 'main.js')].map(changedAt));
const panelBuiltAt = Math.max(...[stamp, join('dist', 'admin', 'bundle', 'bundle.js')].map(changedAt));
const changed = Math.max(newestIn('src'), ...configuration.map(changedAt));

if (builtAt < changed || (existsSync(panel) && panelBuiltAt < newestIn('admin'))) build();

function build(): void {
  if (!existsSync(compiler)) {
    // An installation without build tools runs what it was shipped with.
    if (existsSync(join('dist', 'main.js'))) return;
    console.error('Settle is not built and its build tools are missing: run npm ci.');
    process.exit(1);
  }
  console.log(builtAt > 0 ? 'Building: src or admin is newer than dist.' : 'Building for the first time.');
  run([compiler, 'build']);
  if (existsSync(panel)) run([panel]);
  writeFileSync(stamp, '');
}

function run(command: string[]): void {
  const { status } = spawnSync(process.execPath, command, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

function changedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Folders count too: a file that was deleted or renamed shows only there. */
function newestIn(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((newest, entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return Math.max(newest, newestIn(path));
    return entry.name.endsWith('.spec.ts') ? newest : Math.max(newest, changedAt(path));
  }, changedAt(folder));
}
