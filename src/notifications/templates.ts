import { readdir, readFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import Handlebars from 'handlebars';
import { inlineStyles, readStyleSheet } from './inline-styles.js';
import type { Template } from './mail-table.js';
import { row, rule, wrap } from './text-lines.js';

/** Both parts of a mail. */
export interface Rendered {
  readonly html: string;
  readonly text: string;
}

type Render = (view: object) => string;

const TEMPLATES = join(import.meta.dirname, 'templates');

/** A name that a template misspells is an error, not an empty place in a customer's mail. */
const STRICT = { strict: true };

/** Loaded with the first mail: an api process, which sends none, does not pay for it. */
let loading: Promise<{ html: ReadonlyMap<string, Render>; text: ReadonlyMap<string, Render> }> | undefined;

export async function render(template: Template, view: object): Promise<Rendered> {
  const { html, text } = await (loading ??= load().catch(forget));
  return {
    html: html.get(template)!(view),
    // Where a part had nothing to say, its place closes.
    text: text.get(template)!(view).replaceAll(/\n{3,}/g, '\n\n'),
  };
}

/** A first mail that met a full file table must not be the last. */
function forget(error: unknown): never {
  loading = undefined;
  throw error;
}

/** Everything that is the same for every mail is done here: styles are moved into the elements, templates compiled. */
async function load() {
  const sheet = readStyleSheet(await readFile(join(TEMPLATES, 'html/mail.css'), 'utf8'));
  const html = await compile('html', (source) =>
    inlineStyles(source, sheet)
      .replace('/* at-rules */', () => sheet.atRules)
      .replaceAll(/\n\s*/g, '\n'),
  );
  // Text is not markup: nothing is escaped, and a value cannot leave its line (see `oneLine`).
  const text = await compile('text', (source) => source, { noEscape: true });
  return { html, text };
}

async function compile(
  part: 'html' | 'text',
  prepare: (source: string) => string,
  options: CompileOptions = {},
): Promise<ReadonlyMap<string, Render>> {
  const handlebars = Handlebars.create();
  handlebars.registerHelper({ row, rule, wrap });
  for (const [name, source] of await sourcesIn(join(TEMPLATES, part, 'partials')))
    handlebars.registerPartial(name, handlebars.compile(prepare(source), { ...STRICT, ...options }));
  const sources = await sourcesIn(join(TEMPLATES, part));
  return new Map(
    sources.map(([name, source]) => [name, handlebars.compile(prepare(source), { ...STRICT, ...options })]),
  );
}

async function sourcesIn(folder: string): Promise<[name: string, source: string][]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.hbs'));
  return Promise.all(
    files.map(async (file) => [parse(file).name, await readFile(join(folder, file), 'utf8')]),
  );
}
