import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

// `npm run build` runs this after `src` is built, straight from source by Node's type stripping: so no import of ours.
// The panel's files become `dist/admin`, beside what they import of the house, and the browser's part one bundle.

const target = join('dist', 'admin');
const root = import.meta.dirname;

/** As in tsconfig.json, as far as it concerns what comes out. */
const OPTIONS: ts.CompilerOptions = {
  module: ts.ModuleKind.ES2022,
  target: ts.ScriptTarget.ES2023,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  useDefineForClassFields: false,
  inlineSourceMap: true,
  inlineSources: true,
};

rmSync(target, { recursive: true, force: true });
for (const file of sourcesUnder(root)) translate(file);
cpSync(join(root, 'assets'), join(target, 'assets'), { recursive: true });
await bundle();

/** File by file: types are the business of `npm run typecheck`. */
function translate(file: string): void {
  const path = relative(root, file);
  const output = join(target, path.replace(/\.ts$/, '.js'));
  mkdirSync(dirname(output), { recursive: true });
  const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), {
    fileName: file,
    compilerOptions: OPTIONS,
  });
  writeFileSync(output, withoutSrc(outputText));
}

/** `admin` and `src` are neighbours; what is built of `src` is `dist` itself. */
function withoutSrc(code: string): string {
  return code.replaceAll(/(from\s+|import\()'((?:\.\.\/)+)src\//g, "$1'$2");
}

/** By AdminJS's own bundler, now: a start neither bundles nor needs what bundling takes. */
async function bundle(): Promise<void> {
  cpSync(join(root, 'components'), join(target, 'components'), { recursive: true });
  process.env['NODE_ENV'] = 'production';
  process.env['ADMIN_JS_TMP_DIR'] = join(target, 'bundle');
  const { default: AdminJS } = await import('adminjs');
  const loaded = (await import(
    join(process.cwd(), target, 'components.js')
  )) as typeof import('./components.ts');
  const log = console.log;
  console.log = () => undefined;
  await new AdminJS({ componentLoader: loaded.componentLoader }).initialize();
  console.log = log;
}

function sourcesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : sourcesUnder(path);
    return /(?<!\.spec|\.d)\.ts$/.test(entry.name) && path !== import.meta.filename ? [path] : [];
  });
}
