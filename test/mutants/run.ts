import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * Breaks each guarantee on purpose and demands that its tests notice: every patch beside this file is applied to a scratch
 * copy, which is built and tested. `node test/mutants/run.ts [name …]`; ends with 1 unless all are caught.
 */
const HERE = import.meta.dirname;
const ROOT = resolve(HERE, '../..');
/** What a copy consists of; the packages are shared. */
const COPIED = ['src', 'test', 'openapi', 'docs', 'package.json', 'nest-cli.json', 'tsconfig.json'];

/** The copy lies within the repository, and git must not take it for a part of it. */
const env = { ...process.env, GIT_CEILING_DIRECTORIES: join(ROOT, '.settle') };

type Fate = 'caught' | 'ESCAPED' | 'DOES NOT APPLY' | 'DOES NOT BUILD';

const { positionals: wanted } = parseArgs({ allowPositionals: true });
const patches = readdirSync(HERE)
  .filter(
    (file) =>
      file.endsWith('.patch') && (wanted.length === 0 || wanted.some((word) => file.startsWith(word))),
  )
  .toSorted();

const fates = patches.map((patch) => {
  const startedAt = performance.now();
  const fate = fateOf(patch);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.log(`${fate.padEnd(14)} ${basename(patch, '.patch')} (${seconds} s)`);
  return fate;
});
const caught = fates.filter((fate) => fate === 'caught').length;
console.log(`${caught} of ${fates.length} mutants caught`);
process.exitCode = caught === fates.length && caught > 0 ? 0 : 1;

function fateOf(patch: string): Fate {
  const copy = join(ROOT, '.settle/mutants', basename(patch, '.patch'));
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  try {
    for (const part of COPIED) cpSync(join(ROOT, part), join(copy, part), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    if (!runs(copy, 'git', 'apply', join(HERE, patch))) return 'DOES NOT APPLY';
    if (!runs(copy, process.execPath, 'node_modules/@nestjs/cli/bin/nest.js', 'build'))
      return 'DOES NOT BUILD';
    const guarantee = patch.split('-', 1)[0]!;
    return runs(copy, process.execPath, ...jest(), `test/guarantees/${guarantee}-`) ? 'ESCAPED' : 'caught';
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** The command of `npm test`. */
function jest(): string[] {
  const script = execFileSync('npm', ['pkg', 'get', 'scripts.test'], { cwd: ROOT, encoding: 'utf8' });
  return (JSON.parse(script) as string).split(' ').slice(1);
}

function runs(cwd: string, command: string, ...words: string[]): boolean {
  return spawnSync(command, words, { cwd, env, stdio: 'ignore' }).status === 0;
}
