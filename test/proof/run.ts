import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * Runs the tests of the guarantees at their full size, seed after seed. What was proven for this commit is kept in a file
 * and not run again, so that a proof can be stopped, resumed and added to:
 * `npm run proof -- [g03 g09 …] [--seeds 5] [--from 1]`.
 */
const ROOT = resolve(import.meta.dirname, '../..');
const BOOK = join(ROOT, '.settle/proof/results.jsonl');

interface Result {
  readonly commit: string;
  readonly guarantee: string;
  readonly seed: number;
  readonly passed: boolean;
  readonly seconds: number;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seeds: { type: 'string', default: '1' }, from: { type: 'string', default: '1' } },
});
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: ROOT, encoding: 'utf8' }).trim();
const all = readdirSync(join(ROOT, 'test/guarantees')).map((file) => file.split('-', 1)[0]!);
const guarantees = [...new Set(all)].filter((name) => positionals.length === 0 || positionals.includes(name));
const seeds = Array.from({ length: Number(values.seeds) }, (_, index) => Number(values.from) + index);

mkdirSync(join(ROOT, '.settle/proof'), { recursive: true });
const known = read().filter((result) => result.commit === commit);
for (const seed of seeds) {
  for (const guarantee of guarantees) {
    if (known.some((result) => result.guarantee === guarantee && result.seed === seed && result.passed))
      continue;
    const result = prove(guarantee, seed);
    appendFileSync(BOOK, `${JSON.stringify(result)}\n`);
    console.log(`${result.passed ? 'proven' : 'BROKEN'} ${guarantee} seed ${seed} (${result.seconds} s)`);
  }
}
summarise(read().filter((result) => result.commit === commit && guarantees.includes(result.guarantee)));

function prove(guarantee: string, seed: number): Result {
  const startedAt = performance.now();
  const { status } = spawnSync('npm', ['test', '--', `test/guarantees/${guarantee}-`], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PROOF: 'full', PROOF_SEED: String(seed) },
  });
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  return { commit, guarantee, seed, passed: status === 0, seconds };
}

function summarise(results: readonly Result[]): void {
  console.log(`\nAt ${commit}:\nguarantee  proven  broken at seed`);
  for (const name of guarantees) {
    const own = results.filter(({ guarantee }) => guarantee === name);
    const broken = own.filter(({ passed }) => !passed).map(({ seed }) => seed);
    console.log(`${name.padEnd(11)}${String(own.length - broken.length).padEnd(8)}${broken.join(', ')}`);
    if (broken.length > 0 || own.length === 0) process.exitCode = 1;
  }
}

function read(): Result[] {
  if (!existsSync(BOOK)) return [];
  const lines = readFileSync(BOOK, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Result);
}
